package io.vertikv.raft.log;

/**
 * What must survive a restart. Term and vote are promises; commit is only a hint that spares a restarted replica from
 * waiting for a leader, and is clamped to the log that was found.
 */
public record HardState(long term, long vote, long commit) {
  public static final HardState EMPTY = new HardState(0, 0, 0);
}
