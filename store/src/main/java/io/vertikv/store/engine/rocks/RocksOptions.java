package io.vertikv.store.engine.rocks;

import io.vertikv.store.engine.Family;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.HyperClockCache;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.RateLimiter;
import org.rocksdb.RateLimiterMode;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileManager;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/** Every RocksDB setting with its reason, and the native objects behind them; closed after the database. */
final class RocksOptions implements AutoCloseable {
  private static final long MIB = 1 << 20;
  /** Block sizes differ too much for one estimate: 0 lets the cache grow its table as needed. */
  private static final long ENTRY_CHARGE_UNKNOWN = 0;
  private static final int SHARDS_BY_SIZE = -1;
  private static final int MEMTABLES_PER_FAMILY_MAX = 4;
  private static final int LEVEL_0_FILES = 8;
  private static final double MEMTABLE_BLOOM_SHARE = 0.02;
  private static final long REFILL_MICROS = 100_000;
  private static final int FAIRNESS = 10;

  private final Deque<AbstractNativeReference> owned = new ArrayDeque<>();
  private final RocksConfig config;
  private final Cache cache;
  private final Statistics statistics;
  private final SstFileManager files;
  private final DBOptions database;
  private final WriteOptions write;
  private final List<Options> tables = new ArrayList<>();

  RocksOptions(RocksConfig config) {
    this.config = config;
    cache = own(new HyperClockCache(config.cacheBytes(), ENTRY_CHARGE_UNKNOWN, SHARDS_BY_SIZE, false));
    statistics = config.statistics() ? own(new Statistics()) : null;
    if (statistics != null) statistics.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
    files = own(files());
    database = databaseOptions();
    // No write-ahead log: the Raft log is the log, and replay starts at the applied index of the last flush.
    write = own(new WriteOptions().setDisableWAL(true));
  }

  DBOptions database() { return database; }

  WriteOptions write() { return write; }

  Cache cache() { return cache; }

  /** Null when statistics are off. */
  Statistics statistics() { return statistics; }

  List<ColumnFamilyDescriptor> families() {
    List<ColumnFamilyDescriptor> all = new ArrayList<>();
    for (Family family : Family.values()) {
      byte[] name = family.label().getBytes(StandardCharsets.UTF_8);
      ColumnFamilyOptions settings = family(family);
      all.add(new ColumnFamilyDescriptor(name, settings));
      Options table = own(new Options(database, settings));
      tables.add(table);
    }
    return all;
  }

  /** For tables of the family that are written or read outside of the database; after {@link #families}. */
  Options table(Family family) {
    return tables.get(family.ordinal());
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) owned.pop().close();
  }

  private static SstFileManager files() {
    try {
      return new SstFileManager(Env.getDefault());
    } catch (RocksDBException e) {
      throw RocksFailures.of("watch over files", e);
    }
  }

  private DBOptions databaseOptions() {
    DBOptions options = own(new DBOptions()).setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
    // All families stand at one batch on disk: data and applied index never part.
    options.setAtomicFlush(true);
    // A clean stop calls flush(); close alone must be quick and must not pretend.
    options.setAvoidFlushDuringShutdown(true);
    // One writer: the plain insert into the memtable is cheaper than the concurrent one.
    options.setAllowConcurrentMemtableWrite(false).setEnableWriteThreadAdaptiveYield(false);
    // Event loops close cursors: files are removed by background threads.
    options.setAvoidUnnecessaryBlockingIO(true);
    options.setMaxBackgroundJobs(config.backgroundJobs()).setMaxOpenFiles(config.openFilesMax());
    options.setBytesPerSync(MIB).setMaxManifestFileSize(64 * MIB);
    options.setInfoLogLevel(InfoLogLevel.INFO_LEVEL).setMaxLogFileSize(16 * MIB).setKeepLogFileNum(4);
    options.setWriteBufferManager(own(new WriteBufferManager(config.memtablesBytesMax(), cache, false)));
    // A failed flush stays failed: the store stops and replays its log; silent repair would hide a dying disk.
    options.setMaxBgErrorResumeCount(0);
    // But for want of room: then this one looks every 5 s whether there is some again, and lets the flush be repeated.
    options.setSstFileManager(files);
    if (statistics != null) options.setStatistics(statistics);
    if (config.writeBytesPerSecondMax() > 0) {
      options.setRateLimiter(own(new RateLimiter(config.writeBytesPerSecondMax(), REFILL_MICROS, FAIRNESS,
          RateLimiterMode.WRITES_ONLY, true)));
    }
    return options;
  }

  private ColumnFamilyOptions family(Family family) {
    ColumnFamilyOptions options = own(new ColumnFamilyOptions());
    options.setWriteBufferSize(config.memtableBytes()).setMaxWriteBufferNumber(MEMTABLES_PER_FAMILY_MAX);
    options.setLevelCompactionDynamicLevelBytes(true).setTargetFileSizeBase(config.tableFileBytes());
    // Memtables are small: eight flushed ones go down together, or every compaction would rewrite the whole level below for
    // little. A read passes them by with their filters.
    options.setLevel0FileNumCompactionTrigger(LEVEL_0_FILES);
    options.setMaxBytesForLevelBase(Math.max(LEVEL_0_FILES * config.memtableBytes(), 64 * MIB));
    // Everywhere: ZSTD at the bottom saves little space and takes 2.5 times the CPU of an export, more of a compaction.
    options.setCompressionType(CompressionType.LZ4_COMPRESSION);
    if (readByExactKey(family) && config.bloomBitsPerKey() > 0) {
      options.setMemtableWholeKeyFiltering(true).setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM_SHARE);
    }
    options.setTableFormatConfig(tables(family));
    return options;
  }

  /** Families that are only ever scanned have no use for a filter on whole keys. */
  private static boolean readByExactKey(Family family) {
    return switch (family) {
      case META, WRITE, LOCK, ROLLBACK, RAW -> true;
      case HISTORY, TTL -> false;
    };
  }

  private BlockBasedTableConfig tables(Family family) {
    BlockBasedTableConfig tables = new BlockBasedTableConfig().setBlockCache(cache).setBlockSize(config.blockBytes());
    // Indexes and filters live in the cache, so that memory is bounded: about 16 KiB for each MiB of table. In pieces
    // they would cost a fifth more CPU a read (measured); tables are small enough to do without.
    tables.setCacheIndexAndFilterBlocks(true).setCacheIndexAndFilterBlocksWithHighPriority(true);
    tables.setPinL0FilterAndIndexBlocksInCache(true);
    tables.setOptimizeFiltersForMemory(true);
    if (readByExactKey(family) && config.bloomBitsPerKey() > 0) {
      tables.setFilterPolicy(own(new BloomFilter(config.bloomBitsPerKey())));
    }
    return tables;
  }

  private <T extends AbstractNativeReference> T own(T reference) {
    owned.push(reference);
    return reference;
  }
}
