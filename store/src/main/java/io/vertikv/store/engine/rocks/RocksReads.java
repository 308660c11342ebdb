package io.vertikv.store.engine.rocks;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;

/** Reads of the newest state or of one snapshot. Its user holds a {@link Gate} open around every call. */
final class RocksReads implements AutoCloseable {
  private final RocksDB db;
  private final List<ColumnFamilyHandle> families;
  private final Snapshot snapshot;
  private final ReadOptions memory;
  private final ReadOptions disk;
  private final ReadOptions flushed;

  /** The snapshot may be null: then every read sees the newest state. */
  RocksReads(RocksDB db, List<ColumnFamilyHandle> families, Snapshot snapshot) {
    this.db = db;
    this.families = families;
    this.snapshot = snapshot;
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

  /** The cursor leaves the gate, which its opener has entered, when it is closed. */
  RocksCursor cursor(Family family, KeyRange range, ReadTier tier, Gate gate) {
    if (tier == ReadTier.FLUSHED) throw new IllegalArgumentException("a cursor cannot skip memtables");
    return new RocksCursor(db, families.get(family.ordinal()), new ReadOptions(options(tier)), range, gate);
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
    return snapshot == null ? options : options.setSnapshot(snapshot);
  }
}
