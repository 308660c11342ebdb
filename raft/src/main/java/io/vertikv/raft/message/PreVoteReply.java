package io.vertikv.raft.message;

/** A yes carries the term that was asked for, a no the replier's own. */
public record PreVoteReply(long from, long term, boolean granted) implements RaftMessage {}
