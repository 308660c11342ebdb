package io.vertikv.raft.message;

import io.vertikv.raft.log.LogMark;

/** Raft §5.2. {@code transfer}: the old leader asked for this election and has given up its lease. */
public record VoteRequest(long from, long term, LogMark last, boolean transfer) implements RaftMessage {}
