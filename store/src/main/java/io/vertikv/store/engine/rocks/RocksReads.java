package io.vertikv.store.engine.rocks;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;

/** Reads of the newest state or of one snapshot. Its user stands in a {@link Gate} during every call. */
final class RocksReads implements AutoCloseable {
  private static final long SCAN_READAHEAD_BYTES = 2 << 20;

  private final RocksDB db;
  private final List<ColumnFamilyHandle> families;
  private final Snapshot snapshot;
  private final IteratorPool pool;
  private final boolean scan;
  private final ReadOptions memory;
  private final ReadOptions disk;
  private final ReadOptions flushed;

  static RocksReads ofNewest(RocksDB db, List<ColumnFamilyHandle> families, IteratorPool pool) {
    return new RocksReads(db, families, null, pool, false);
  }

  /** A snapshot's reads do not use the pool: its iterators stay at one state and are few. */
  static RocksReads ofSnapshot(RocksDB db, List<ColumnFamilyHandle> families, Snapshot snapshot) {
    return new RocksReads(db, families, snapshot, null, false);
  }

  /** For reading everything once: what is read on the way is not worth keeping. */
  static RocksReads ofScan(RocksDB db, List<ColumnFamilyHandle> families, Snapshot snapshot) {
    return new RocksReads(db, families, snapshot, null, true);
  }

  private RocksReads(RocksDB db, List<ColumnFamilyHandle> families, Snapshot snapshot, IteratorPool pool,
      boolean scan) {
    this.db = db;
    this.families = families;
    this.snapshot = snapshot;
    this.pool = pool;
    this.scan = scan;
    memory = options(org.rocksdb.ReadTier.BLOCK_CACHE_TIER);
    disk = options(org.rocksdb.ReadTier.READ_ALL_TIER);
    flushed = options(org.rocksdb.ReadTier.PERSISTED_TIER);
  }

  byte[] get(Family family, byte[] key, ReadTier tier) {
    if (tier == ReadTier.FLUSHED && snapshot != null)
      throw new IllegalArgumentException("a snapshot has no disk state");
    try {
      return db.get(families.get(family.ordinal()), options(tier), key);
    } catch (RocksDBException e) {
      throw RocksFailures.ofRead(e);
    }
  }

  /** Enters the engine's gate for the cursor's whole life. */
  EngineCursor cursor(Family family, KeyRange range, ReadTier tier, Gate engineGate) {
    if (tier == ReadTier.FLUSHED) throw new IllegalArgumentException("a cursor cannot skip memtables");
    engineGate.enter();
    boolean opened = false;
    try {
      RocksCursor cursor = new RocksCursor(this, family, range, tier, engineGate);
      opened = true;
      return cursor;
    } catch (RocksDBException e) {
      throw RocksFailures.ofRead(e);
    } finally {
      if (!opened) engineGate.leave();
    }
  }

  BoundedIterator iterator(Family family, KeyRange range, ReadTier tier) throws RocksDBException {
    return pool == null ? freshIterator(family, range, tier) : pool.borrow(family, range, tier, options(tier));
  }

  BoundedIterator freshIterator(Family family, KeyRange range, ReadTier tier) {
    return BoundedIterator.fresh(db, families.get(family.ordinal()), options(tier), range);
  }

  void done(Family family, ReadTier tier, BoundedIterator iterator) {
    if (pool == null) iterator.close();
    else pool.giveBack(family, tier, iterator);
  }

  @Override
  public void close() {
    memory.close();
    disk.close();
    flushed.close();
  }

  private ReadOptions options(ReadTier tier) {
    return switch (tier) {
      case MEMORY -> memory;
      case DISK -> disk;
      case FLUSHED -> flushed;
    };
  }

  private ReadOptions options(org.rocksdb.ReadTier tier) {
    ReadOptions options = new ReadOptions().setReadTier(tier).setBackgroundPurgeOnIteratorCleanup(true);
    if (scan) options.setFillCache(false).setReadaheadSize(SCAN_READAHEAD_BYTES);
    return snapshot == null ? options : options.setSnapshot(snapshot);
  }
}
