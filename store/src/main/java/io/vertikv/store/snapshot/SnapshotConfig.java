package io.vertikv.store.snapshot;

/**
 * Limits of a store's snapshots.
 *
 * @param tableBytesMax keys and values of one exported file, before compression
 * @param sliceBytes an export copies this much before it looks whether it is still wanted
 * @param chunkBytes file bytes of one request; must fit a frame of the wire
 * @param exportBytesPerSecond what all exports together may read from the engine; 0 means no limit
 * @param sendBytesPerSecond what all transfers together may send; 0 means no limit
 * @param sendsMax snapshots that are exported or sent at once; more wait
 * @param receivesMax snapshots that are received or wait for their restoration at once; more are told to try later
 * @param requestMillis a request without an answer for so long is given up and asked again
 * @param retryMillis pause before something that failed is tried again
 * @param stallMillis a transfer that has not come forward for so long is given up by its sender
 * @param idleMillis a transfer of which nothing was heard for so long is forgotten by its receiver
 * @param freeBytesMin a snapshot is refused when it would leave less of the disk free
 */
public record SnapshotConfig(long tableBytesMax, int sliceBytes, int chunkBytes, long exportBytesPerSecond,
    long sendBytesPerSecond, int sendsMax, int receivesMax, int requestMillis, int retryMillis, int stallMillis,
    int idleMillis, long freeBytesMin) {
  private static final int KIB = 1 << 10;
  private static final long MIB = 1 << 20;

  public static SnapshotConfig defaults() {
    return new SnapshotConfig(64 * MIB, 4096 * KIB, 512 * KIB, 100 * MIB, 100 * MIB, 2, 2, 10_000, 200, 60_000,
        120_000, 512 * MIB);
  }

  public SnapshotConfig {
    within("tableBytesMax", tableBytesMax, 1, 1024 * MIB);
    within("sliceBytes", sliceBytes, 1, 64 * MIB);
    within("chunkBytes", chunkBytes, 1, 16 * MIB);
    within("exportBytesPerSecond", exportBytesPerSecond, 0, Long.MAX_VALUE);
    within("sendBytesPerSecond", sendBytesPerSecond, 0, Long.MAX_VALUE);
    within("sendsMax", sendsMax, 1, 64);
    within("receivesMax", receivesMax, 1, 64);
    within("requestMillis", requestMillis, 1, 600_000);
    within("retryMillis", retryMillis, 1, 600_000);
    within("stallMillis", stallMillis, retryMillis, Integer.MAX_VALUE);
    within("idleMillis", idleMillis, retryMillis, Integer.MAX_VALUE);
    within("freeBytesMin", freeBytesMin, 0, Long.MAX_VALUE);
  }

  private static void within(String name, long value, long least, long most) {
    if (value >= least && value <= most) return;
    throw new IllegalArgumentException(name + " = " + value + ": allowed is " + least + " to " + most);
  }
}
