package io.vertikv.txn.region;

/**
 * Limits of a region's executor (R10).
 *
 * @param versionCacheBytesMax memory of {@link KeyTable}
 * @param batchBytesMax a run's writes are cut into entries of about this size
 * @param entryBytesMax the largest entry: what one operation may write
 * @param unappliedBytesMax writes proposed and not yet in the engine; above it the inbox waits
 * @param runOperationsMax operations run in one turn of the loop
 * @param loadRoundsMax after so many vain runs an operation is run on a worker
 * @param retentionMillis how long replaced versions are kept; 0: not at all
 * @param leaderWaitNanos how long operations wait for a leader that serves
 * @param garbageEntriesMax replaced versions remembered for removal; beyond, the collector's scan finds them
 * @param requests what is remembered of requests
 */
public record RegionConfig(long versionCacheBytesMax, int batchBytesMax, int entryBytesMax, long unappliedBytesMax,
    int runOperationsMax, int loadRoundsMax, long leaderWaitNanos, long retentionMillis,
    int garbageEntriesMax, RequestLimits requests) {
  /** A longer outcome is not remembered, only that there was one. */
  static final int OUTCOME_BYTES_MAX = 1 << 10;

  /** How long operations are held back for a transfer of leadership that does not come about. */
  public static final long HANDOVER_NANOS_MAX = 2_000_000_000L;

  public static RegionConfig defaults() {
    return new RegionConfig(256L << 20, 1 << 20, 64 << 20, 128L << 20, 4096, 8, 5_000_000_000L, 0,
        1 << 18);
  }

  public RegionConfig(long versionCacheBytesMax, int batchBytesMax, int entryBytesMax, long unappliedBytesMax,
      int runOperationsMax, int loadRoundsMax, long leaderWaitNanos, long retentionMillis, int garbageEntriesMax) {
    this(versionCacheBytesMax, batchBytesMax, entryBytesMax, unappliedBytesMax, runOperationsMax, loadRoundsMax,
        leaderWaitNanos, retentionMillis, garbageEntriesMax, RequestLimits.DEFAULT);
  }

  public RegionConfig {
    if (batchBytesMax <= 0 || batchBytesMax > entryBytesMax) {
      throw new IllegalArgumentException("batchBytesMax must be in 1.." + entryBytesMax + ", is " + batchBytesMax);
    }
    if (unappliedBytesMax < batchBytesMax) {
      throw new IllegalArgumentException("unappliedBytesMax must be at least " + batchBytesMax);
    }
    if (runOperationsMax <= 0 || loadRoundsMax <= 0 || garbageEntriesMax <= 0) {
      throw new IllegalArgumentException("runOperationsMax, loadRoundsMax and garbageEntriesMax must be positive");
    }
    if (versionCacheBytesMax < 0 || retentionMillis < 0) {
      throw new IllegalArgumentException("versionCacheBytesMax and retentionMillis must not be negative");
    }
  }
}
