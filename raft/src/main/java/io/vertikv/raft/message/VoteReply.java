package io.vertikv.raft.message;

/** A yes leaves only after the vote is durable. */
public record VoteReply(long from, long term, boolean granted) implements RaftMessage {}
