package io.vertikv.store.engine.rocks;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineSnapshot;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.TableExport;
import io.vertikv.store.engine.TableFolder;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.Snapshot;

/** Holds a place in the engine's gate from birth to close, and a gate of its own around its reads. */
final class RocksSnapshot implements EngineSnapshot {
  private final RocksDB db;
  private final List<ColumnFamilyHandle> families;
  private final RocksOptions options;
  private final Snapshot snapshot;
  private final RocksReads reads;
  private final Gate engineGate;
  private final Gate gate = new Gate("snapshot");

  /** Takes the caller's place in the engine's gate over. */
  RocksSnapshot(RocksDB db, List<ColumnFamilyHandle> families, RocksOptions options, Gate engineGate) {
    this.db = db;
    this.families = families;
    this.options = options;
    this.engineGate = engineGate;
    snapshot = db.getSnapshot();
    reads = RocksReads.ofSnapshot(db, families, snapshot);
  }

  @Override
  public byte[] get(Family family, byte[] key, ReadTier tier) {
    gate.enter();
    try {
      return reads.get(family, key, tier);
    } finally {
      gate.leave();
    }
  }

  /** An iterator keeps the state it reads by itself: the cursor may outlive the snapshot, not the engine. */
  @Override
  public EngineCursor cursor(Family family, KeyRange range, ReadTier tier) {
    gate.enter();
    try {
      return reads.cursor(family, range, tier, engineGate);
    } finally {
      gate.leave();
    }
  }

  @Override
  public TableExport export(List<FamilyRange> ranges, TableFolder into, long tableBytesMax) {
    gate.enter();
    try {
      engineGate.enter();
      RocksReads scan = RocksReads.ofScan(db, families, snapshot);
      return new RocksExport(scan, engineGate, ranges, new RocksTables(options, into), tableBytesMax);
    } finally {
      gate.leave();
    }
  }

  @Override
  public void close() {
    if (!gate.close()) return;
    gate.awaitEmpty(Long.MAX_VALUE);
    reads.close();
    db.releaseSnapshot(snapshot);
    engineGate.leave();
  }
}
