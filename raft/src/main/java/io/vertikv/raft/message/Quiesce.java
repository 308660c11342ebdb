package io.vertikv.raft.message;

import io.vertikv.raft.log.LogMark;

/** Nothing is under way: sleep, if your log ends here too; all of it is committed. */
public record Quiesce(long from, long term, LogMark last) implements RaftMessage {
  @Override
  public boolean isFromLeader() { return true; }
}
