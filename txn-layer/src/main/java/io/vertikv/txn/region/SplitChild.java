package io.vertikv.txn.region;

import java.util.Arrays;
import java.util.Map;

/**
 * A region that shall split off another one.
 *
 * @param region an id that was never used
 * @param start  its first key; it ends where the next child starts, the last one where the parent ends
 * @param peers  ids that were never used, by the peers of the parent whose stores they will be on
 */
public record SplitChild(long region, byte[] start, Map<Long, Long> peers) {
  public SplitChild {
    start = Arrays.copyOf(start, start.length);
    peers = Map.copyOf(peers);
  }
}
