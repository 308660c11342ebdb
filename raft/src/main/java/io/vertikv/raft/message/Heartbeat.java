package io.vertikv.raft.message;

/**
 * The leader lives. {@code commit} never exceeds what this follower has acknowledged. The answer to {@code readRound}
 * confirms all reads up to that round.
 */
public record Heartbeat(long from, long term, long commit, long readRound, long sentNanos) implements RaftMessage {
  @Override
  public boolean isFromLeader() { return true; }
}
