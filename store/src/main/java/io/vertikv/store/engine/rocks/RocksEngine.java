package io.vertikv.store.engine.rocks;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.engine.EngineSnapshot;
import io.vertikv.store.engine.EngineStats;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.HealthListener;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.TableFolder;
import io.vertikv.store.engine.TableFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * One RocksDB with all families of a store.
 *
 * <p>Durability: nothing is logged here. Memtables of all families are flushed atomically, so what a crash leaves is the
 * state at some batch boundary, and {@link ReadTier#FLUSHED} reads of META tell which.
 *
 * <p>Ownership: every native object has one owner and is freed in order: cursors and snapshots by their users, then
 * here reads, family handles, database, options. Everything that touches the database holds a place in {@link Gate}
 * meanwhile, cursors and snapshots for their whole life. {@link #close} lets nobody in, waits for those inside, and
 * when one does not leave it reports that instead of freeing memory in use.
 */
public final class RocksEngine implements Engine {
  private static final long CLOSE_WAIT_MILLIS = 10_000;
  private final RocksHealth health;
  private final RocksOptions options;
  private final RocksDB db;
  private final List<ColumnFamilyHandle> families;
  private final IteratorPool pool;
  private final RocksReads reads;
  private final RocksProperties properties;
  private final RocksSizes sizes;
  private final Gate gate = new Gate("engine");
  private final AtomicBoolean freed = new AtomicBoolean();

  public static RocksEngine open(Path folder, RocksConfig config) { return open(folder, config, HealthListener.DEAF); }

  /** Opens or creates the database in the folder; a second process is refused by RocksDB's own lock. */
  public static RocksEngine open(Path folder, RocksConfig config, HealthListener listener) {
    RocksDB.loadLibrary();
    RocksHealth health = new RocksHealth(listener, () -> freeBytes(folder));
    RocksOptions options = new RocksOptions(config);
    List<ColumnFamilyHandle> families = new ArrayList<>();
    RocksDB db = null;
    try {
      db = RocksDB.open(options.database(), folder.toString(), options.families(), families);
      requireIdsAreOrdinals(families);
      return new RocksEngine(health, options, db, List.copyOf(families));
    } catch (RocksDBException e) {
      free(families, db, options);
      throw RocksFailures.of("open " + folder, e);
    } catch (EngineFailure e) {
      free(families, db, options);
      throw e;
    }
  }

  /** Plenty where the folder is not even found: then it is not for want of room that something fails. */
  private static long freeBytes(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException gone) {
      return Long.MAX_VALUE;
    }
  }

  private RocksEngine(RocksHealth health, RocksOptions options, RocksDB db, List<ColumnFamilyHandle> families) {
    this.health = health;
    this.options = options;
    this.db = db;
    this.families = families;
    pool = new IteratorPool(db, families);
    reads = RocksReads.ofNewest(db, families, pool);
    properties = new RocksProperties(db, families, options);
    sizes = new RocksSizes(db);
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

  @Override
  public EngineCursor cursor(Family family, KeyRange range, ReadTier tier) {
    return reads.cursor(family, range, tier, gate);
  }

  @Override
  public EngineSnapshot snapshot() {
    gate.enter();
    return new RocksSnapshot(db, families, options, gate);
  }

  @Override
  public void write(EngineBatch batch) {
    if (batch.isEmpty()) return;
    insideOrStop("write", () -> {
      try (WriteBatch serialized = new WriteBatch(batch.toByteArray())) {
        db.write(options.write(), serialized);
      }
    });
  }

  @Override
  public void flush() {
    insideOrStop("flush", () -> {
      try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
        db.flush(wait, families);
      }
    });
  }

  @Override
  public TableFormat tableFormat() { return TableFormat.ROCKS; }

  @Override
  public void examine(FamilyRange place, TableFolder from, List<String> tables) {
    inside("examine", () -> {
      for (String table : tables) {
        RocksTables.requireInside(place, from.path(table), options.table(place.family()));
      }
    });
  }

  @Override
  public void ingest(FamilyRange place, TableFolder from, List<String> tables) {
    flush();
    insideOrStop("ingest", () -> {
      pool.dropIdle();
      ColumnFamilyHandle handle = families.get(place.family().ordinal());
      new RocksIngest(db, handle, place(place.family(), place.range())).run(from, tables);
    });
  }

  /**
   * Gives back the disk space of a range that has been deleted: drops the files that lie inside it and compacts the
   * rest. While a snapshot is held, files are only compacted. Blocks, for long: workers only.
   */
  public void reclaim(Family family, KeyRange range) {
    inside("reclaim", () -> {
      pool.dropIdle();
      place(family, range).clear();
    });
  }

  /** Rewrites the range's files so that nothing deleted is left in them. Blocks, for long: workers only. */
  public void compact(Family family, KeyRange range) {
    inside("compact", () -> compact(families.get(family.ordinal()), range));
  }

  /** About how many bytes the range takes on disk and in memtables. */
  public long approximateBytes(Family family, KeyRange range) {
    gate.enter();
    try {
      return sizes.bytes(families.get(family.ordinal()), range);
    } finally {
      gate.leave();
    }
  }

  /** About how many keys lie in each of the ranges: by what its tables hold on average, and what memtables do. May block. */
  public long[] approximateKeys(Family family, List<KeyRange> ranges) {
    gate.enter();
    try {
      return sizes.keys(families.get(family.ordinal()), ranges);
    } catch (RocksDBException e) {
      throw RocksFailures.of("live tables", e);
    } finally {
      gate.leave();
    }
  }

  /** A copy of the database in a folder that must not exist, made of hard links; flushes first. */
  public void checkpoint(Path folder) {
    inside("checkpoint", () -> {
      try (Checkpoint checkpoint = Checkpoint.create(db)) {
        checkpoint.createCheckpoint(folder.toString());
      }
    });
  }

  /**
   * Gauges, and what a look at them brings: the listener hears what is new, and memory and files that only idle
   * iterators hold are let go. To be called about once a second.
   */
  public EngineStats stats() {
    gate.enter();
    try {
      pool.dropIdle();
      EngineStats stats = properties.read();
      health.seen(stats, properties.version(Family.META));
      return stats;
    } catch (RocksDBException e) {
      throw RocksFailures.of("stats", e);
    } finally {
      gate.leave();
    }
  }

  /** Does not flush: call {@link #flush} before a clean stop. May be called again after it failed. */
  @Override
  public void close() { close(CLOSE_WAIT_MILLIS); }

  void close(long waitMillis) {
    gate.close();
    if (!gate.awaitEmpty(waitMillis)) {
      throw new IllegalStateException(gate.inside() + " reads, cursors or snapshots of the engine are still open");
    }
    if (!freed.compareAndSet(false, true)) return;
    pool.close();
    reads.close();
    free(families, db, options);
  }

  private static void free(List<ColumnFamilyHandle> families, RocksDB db, RocksOptions options) {
    families.forEach(ColumnFamilyHandle::close);
    if (db != null) db.close();
    options.close();
  }

  private void compact(ColumnFamilyHandle handle, KeyRange range) throws RocksDBException {
    try (CompactRangeOptions gently = new CompactRangeOptions().setExclusiveManualCompaction(false)) {
      db.compactRange(handle, range.start(), range.unbounded() ? null : range.end(), gently);
    }
  }

  private RocksPlace place(Family family, KeyRange range) {
    return new RocksPlace(db, families.get(family.ordinal()), options, range);
  }

  /** What fails here leaves the engine unable to go on, unless it is for want of room. */
  private void insideOrStop(String what, RocksCall call) {
    try {
      inside(what, call);
    } catch (EngineFailure e) {
      throw e.kind() == EngineFailure.Kind.DISK_FULL ? e : health.failed(e);
    }
  }

  private void inside(String what, RocksCall call) {
    gate.enter();
    try {
      call.run();
    } catch (RocksDBException e) {
      throw RocksFailures.of(what, e);
    } finally {
      gate.leave();
    }
  }

  private interface RocksCall {
    void run() throws RocksDBException;
  }

  /** {@link EngineBatch} writes ordinals. Families are created in order, so this fails only for a foreign database. */
  private static void requireIdsAreOrdinals(List<ColumnFamilyHandle> families) {
    for (Family family : Family.values()) {
      int id = families.get(family.ordinal()).getID();
      if (id == family.ordinal()) continue;
      String message = "family " + family.label() + " has id " + id + ", expected " + family.ordinal();
      throw new EngineFailure(EngineFailure.Kind.CORRUPTION, message, null);
    }
  }
}
