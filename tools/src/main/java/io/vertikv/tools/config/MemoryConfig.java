package io.vertikv.tools.config;

import java.util.List;

/**
 * How memory is shared out. The launcher sizes heap and direct memory before Java starts; this is the rest, and the
 * part of the heap that caches versions. Of the memory that the process may use, by default: a quarter heap, an eighth
 * direct, a quarter block cache, at most 64 MiB memtables; the remainder is the operating system's page cache.
 */
public record MemoryConfig(long blockCacheBytes, long memtableBytes, long versionCacheBytes) {
  private static final long MIB = 1 << 20;
  private static final long MOST = 1L << 42;

  static final Setting<Long> BLOCK_CACHE = Setting.of("memory.block-cache",
      Kind.autoSize(8 * MIB, MOST, machine -> wholeMib(machine.memoryBytes() / 4)), "auto",
      "RocksDB's cache of blocks, outside of the heap. auto: a quarter of the memory of machine or container.");
  static final Setting<Long> MEMTABLES = Setting.of("memory.memtables",
      Kind.autoSize(8 * MIB, 1L << 36,
          machine -> wholeMib(Math.clamp(machine.memoryBytes() / 16, 16 * MIB, 64 * MIB))),
      "auto",
      "Written data that is not in files yet, outside of the heap. auto: a sixteenth of the memory, at most 64MiB: larger ones insert more slowly.");
  static final Setting<Long> VERSION_CACHE = Setting.of("memory.version-cache",
      Kind.autoSize(MIB, 1L << 40, machine -> wholeMib(machine.heapBytes() / 4)), "auto",
      "Newest versions of hot keys, on the heap. auto: a quarter of the heap.");
  static final List<Setting<?>> SETTINGS = List.of(BLOCK_CACHE, MEMTABLES, VERSION_CACHE);

  static MemoryConfig from(Values values) {
    return new MemoryConfig(values.get(BLOCK_CACHE), values.get(MEMTABLES), values.get(VERSION_CACHE));
  }

  private static long wholeMib(long bytes) { return bytes / MIB * MIB; }
}
