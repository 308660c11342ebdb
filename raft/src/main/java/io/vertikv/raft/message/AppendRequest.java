package io.vertikv.raft.message;

import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.LogMark;
import java.util.List;

/** Raft §5.3: these entries follow {@code previous}. {@code sentNanos} is the leader's clock, echoed in the answer. */
public record AppendRequest(long from, long term, LogMark previous, List<LogEntry> entries, long commit, long sentNanos)
    implements
      RaftMessage {
  @Override
  public boolean isFromLeader() { return true; }
}
