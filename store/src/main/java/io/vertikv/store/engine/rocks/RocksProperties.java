package io.vertikv.store.engine.rocks;

import io.vertikv.store.engine.EngineStats;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.HealthListener.WriteStall;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.TickerType;

/** Reads RocksDB's gauges; under a millisecond, so once a second is nothing. */
final class RocksProperties {
  private final RocksDB db;
  private final List<ColumnFamilyHandle> families;
  private final RocksOptions options;

  RocksProperties(RocksDB db, List<ColumnFamilyHandle> families, RocksOptions options) {
    this.db = db;
    this.families = families;
    this.options = options;
  }

  EngineStats read() throws RocksDBException {
    return new EngineStats(sum("size-all-mem-tables"), options.cache().getUsage(), options.cache().getPinnedUsage(),
        sum("estimate-table-readers-mem"), sum("estimate-pending-compaction-bytes"), one("num-running-flushes"),
        one("num-running-compactions"), stall(), level0FilesMax(), sum("total-sst-files-size"),
        sum("estimate-live-data-size"), one("background-errors"), ticker(TickerType.BLOCK_CACHE_HIT),
        ticker(TickerType.BLOCK_CACHE_MISS));
  }

  /** Changes with every flush, compaction or switch of memtables of the family. */
  long version(Family family) throws RocksDBException {
    return db.getLongProperty(families.get(family.ordinal()), "rocksdb.current-super-version-number");
  }

  private WriteStall stall() throws RocksDBException {
    if (one("is-write-stopped") != 0) return WriteStall.STOPPED;
    return one("actual-delayed-write-rate") != 0 ? WriteStall.DELAYED : WriteStall.NONE;
  }

  private long level0FilesMax() throws RocksDBException {
    long most = 0;
    for (ColumnFamilyHandle family : families) {
      most = Math.max(most, Long.parseLong(db.getProperty(family, "rocksdb.num-files-at-level0")));
    }
    return most;
  }

  private long one(String name) throws RocksDBException { return db.getLongProperty("rocksdb." + name); }

  private long sum(String name) throws RocksDBException { return db.getAggregatedLongProperty("rocksdb." + name); }

  private long ticker(TickerType type) {
    return options.statistics() == null ? 0 : options.statistics().getTickerCount(type);
  }
}
