package io.vertikv.raft.message;

/**
 * Raft §7. The bytes travel apart; the receiving host steps this into its node once it holds and has verified them,
 * and the node decides whether they are still wanted.
 */
public record InstallSnapshot(long from, long term, SnapshotMark snapshot) implements RaftMessage {
  @Override
  public boolean isFromLeader() { return true; }
}
