package io.vertikv.store.engine.rocks;

/**
 * What a store gives its engine. All native memory that grows with load lies in the cache: blocks, indexes, filters, and
 * the memtables, which are charged to it.
 *
 * @param cacheBytes block cache, memtables included
 * @param memtablesBytesMax all memtables together; more than this is flushed
 * @param memtableBytes one family's memtable; full means a flush of all families
 * @param blockBytes uncompressed data block: the unit of reading and caching
 * @param bloomBitsPerKey 0 means no filters; 10 lets one absent key in a hundred through
 * @param tableFileBytes target size of a table file
 * @param backgroundJobs threads for flushes and compactions together
 * @param openFilesMax table files held open at once
 * @param writeBytesPerSecondMax ceiling for what flushes and compactions write, self-tuned below it; 0 means none
 * @param statistics count cache hits and the like (a few percent of a read)
 */
public record RocksConfig(long cacheBytes, long memtablesBytesMax, long memtableBytes, int blockBytes,
    int bloomBitsPerKey, long tableFileBytes, int backgroundJobs, int openFilesMax, long writeBytesPerSecondMax,
    boolean statistics) {
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;
  public static final long MEMORY_BYTES_MIN = 16 * MIB;

  /** For a store that may use this much native memory, on a small machine. */
  public static RocksConfig defaults(long memoryBytes) {
    if (memoryBytes < MEMORY_BYTES_MIN) {
      throw new IllegalArgumentException("memoryBytes = " + memoryBytes + ": at least " + MEMORY_BYTES_MIN);
    }
    long memtables = Math.min(memoryBytes / 4, 512 * MIB);
    return new RocksConfig(memoryBytes, memtables, memtables / 2, 4096, 10, 32 * MIB, 2, 1000, 0, false);
  }

  public RocksConfig {
    within("cacheBytes", cacheBytes, 8 * MIB, Long.MAX_VALUE);
    within("memtablesBytesMax", memtablesBytesMax, MIB, cacheBytes / 2);
    within("memtableBytes", memtableBytes, 64 * KIB, memtablesBytesMax);
    within("blockBytes", blockBytes, KIB, MIB);
    within("bloomBitsPerKey", bloomBitsPerKey, 0, 32);
    within("tableFileBytes", tableFileBytes, MIB, 1024 * MIB);
    within("backgroundJobs", backgroundJobs, 2, 64);
    within("openFilesMax", openFilesMax, 32, 1_000_000);
    if (writeBytesPerSecondMax != 0) within("writeBytesPerSecondMax", writeBytesPerSecondMax, MIB, Long.MAX_VALUE);
  }

  private static void within(String name, long value, long least, long most) {
    if (value >= least && value <= most) return;
    throw new IllegalArgumentException(name + " = " + value + ": allowed is " + least + " to " + most);
  }
}
