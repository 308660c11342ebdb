package io.vertikv.raft.message;

import io.vertikv.raft.log.LogMark;

/** "Would you vote for me in {@code term}?" Changes nobody's term (dissertation §9.6). */
public record PreVoteRequest(long from, long term, LogMark last) implements RaftMessage {}
