package io.vertikv.store.raftlog;

/**
 * The log's limits.
 *
 * @param segmentBytes         size of a segment; a batch that does not fit gets a segment of its own size
 * @param bufferBytes          the write buffer: a batch up to this size is one device write
 * @param cacheBytesMax        payload bytes of the newest entries kept in memory
 * @param rewriteAboveSegments live entries of old segments are moved forward only when there are more segments
 * @param rewriteBytesMax      bytes moved forward in one call of {@link RaftLog#reclaim}
 */
public record RaftLogConfig(int segmentBytes, int bufferBytes, long cacheBytesMax, int rewriteAboveSegments,
    int rewriteBytesMax) {
  /** The largest payload of one entry. */
  public static final int ENTRY_BYTES_MAX = 64 << 20;
  static final int SEGMENT_BYTES_MAX = 1 << 30;

  public RaftLogConfig {
    require(segmentBytes >= 4096 && segmentBytes <= SEGMENT_BYTES_MAX, "segmentBytes must be 4 KiB to 1 GiB");
    require(bufferBytes >= 4096, "bufferBytes must be at least 4 KiB");
    require(cacheBytesMax >= 0, "cacheBytesMax must not be negative");
    require(rewriteAboveSegments >= 2, "rewriteAboveSegments must be at least 2");
    require(rewriteBytesMax >= 1024, "rewriteBytesMax must be at least 1 KiB");
  }

  public static RaftLogConfig defaults() { return new RaftLogConfig(32 << 20, 4 << 20, 64 << 20, 4, 4 << 20); }

  private static void require(boolean holds, String message) {
    if (!holds) throw new IllegalArgumentException(message);
  }
}
