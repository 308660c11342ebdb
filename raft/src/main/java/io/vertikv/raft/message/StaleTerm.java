package io.vertikv.raft.message;

/** Tells whoever still leads or asks in an older term that {@code term} has begun. */
public record StaleTerm(long from, long term) implements RaftMessage {}
