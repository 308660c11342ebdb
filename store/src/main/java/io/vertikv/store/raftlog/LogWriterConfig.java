package io.vertikv.store.raftlog;

/**
 * The writer's limits.
 *
 * @param queueBytesMax accepted but not yet acknowledged bytes; over it the answer is {@link Admission#BUSY}, for
 *                      operations without entries over twice as much
 * @param batchBytesMax one device write takes up to about this much from the queue
 * @param retryMillis   how long to wait before a batch is tried again that found the disk full
 */
public record LogWriterConfig(SyncMode mode, long queueBytesMax, int batchBytesMax, int retryMillis) {
  public LogWriterConfig {
    require(queueBytesMax >= 4096, "queueBytesMax must be at least 4 KiB");
    require(batchBytesMax >= 4096 && batchBytesMax <= 256 << 20, "batchBytesMax must be 4 KiB to 256 MiB");
    require(retryMillis >= 1 && retryMillis <= 10_000, "retryMillis must be 1 to 10000");
  }

  public static LogWriterConfig defaults(SyncMode mode) { return new LogWriterConfig(mode, 256L << 20, 4 << 20, 100); }

  private static void require(boolean holds, String message) {
    if (!holds) throw new IllegalArgumentException(message);
  }
}
