package io.vertikv.raft.message;

/**
 * Leader transfer (dissertation §3.10): campaign at once, provided that your log still ends exactly at {@code
 * lastIndex}.
 */
public record TimeoutNow(long from, long term, long lastIndex) implements RaftMessage {
  @Override
  public boolean isFromLeader() { return true; }
}
