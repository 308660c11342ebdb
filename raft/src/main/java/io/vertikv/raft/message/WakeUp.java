package io.vertikv.raft.message;

/** From a follower that cannot sleep yet. */
public record WakeUp(long from, long term) implements RaftMessage {}
