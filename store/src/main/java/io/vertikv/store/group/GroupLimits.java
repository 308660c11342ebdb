package io.vertikv.store.group;

/**
 * What one group may have under way.
 *
 * @param applyTasksMax      hand-overs to the state machine that it has not reported as applied
 * @param applyBytesMax      the same in bytes
 * @param heldBytesMax       entries kept in memory until they are handed over; above it a leader takes no proposals while
 *                           the state machine is behind, and what is durable is read from the log again
 * @param loadBytesMax       entries read from the log at once, to serve a follower that is behind
 * @param laggardEntriesMax  entries kept in the log for peers that are behind; who is further behind gets a snapshot
 * @param quiesceAfterMillis an idle leader, and with it its group, sleeps after this time; 0: never
 */
public record GroupLimits(int applyTasksMax, long applyBytesMax, long heldBytesMax, int loadBytesMax,
    int laggardEntriesMax, int quiesceAfterMillis) {
  public GroupLimits {
    require(applyTasksMax >= 1, "applyTasksMax must be at least 1");
    require(applyBytesMax >= 1, "applyBytesMax must be at least 1");
    require(heldBytesMax >= 1, "heldBytesMax must be at least 1");
    require(loadBytesMax >= 1, "loadBytesMax must be at least 1");
    require(laggardEntriesMax >= 0, "laggardEntriesMax must not be negative");
    require(quiesceAfterMillis >= 0, "quiesceAfterMillis must not be negative");
  }

  public static GroupLimits defaults() { return new GroupLimits(256, 64 << 20, 64 << 20, 4 << 20, 16_384, 3_000); }

  private static void require(boolean holds, String message) {
    if (!holds) throw new IllegalArgumentException(message);
  }
}
