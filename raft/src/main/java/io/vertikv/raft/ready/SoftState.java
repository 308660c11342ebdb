package io.vertikv.raft.ready;

/** What is true until it changes, and need not survive a restart. {@code leader} is 0 when unknown. */
public record SoftState(RoleName role, long leader, long term) {}
