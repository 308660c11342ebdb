package io.vertikv.raft.message;

/** The sender's log is durable and equal to the leader's up to {@code matched}. */
public record AppendAccepted(long from, long term, long matched, long sentNanos) implements RaftMessage {}
