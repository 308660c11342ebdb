package io.vertikv.raft.message;

/** A follower asks the leader for a read index on behalf of all its waiting reads. */
public record ReadIndexRequest(long from, long term, long batch) implements RaftMessage {}
