package io.vertikv.raft.message;

import io.vertikv.raft.log.LogMark;

/** No entry matched the one before {@code rejected + 1}; nothing above {@code hint} can (Raft §5.3, last paragraph). */
public record AppendRejected(long from, long term, long rejected, LogMark hint,
    long sentNanos) implements RaftMessage {}
