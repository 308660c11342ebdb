package io.vertikv.store.engine.rocks;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jctools.queues.MpmcArrayQueue;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Idle iterators by family and tier. A read of one key's newest version is a cursor over a tiny range: making an
 * iterator for it costs as much as the seek, bringing an old one up to date a fiftieth. An idle iterator keeps the
 * memtables and files of its time alive, so {@link #dropIdle} is called once in a while.
 */
final class IteratorPool implements AutoCloseable {
  private static final int IDLE_MAX = 4;
  private static final int TIERS = 2;

  private final RocksDB db;
  private final List<ColumnFamilyHandle> families;
  private final List<Queue<BoundedIterator>> idle = new ArrayList<>();

  IteratorPool(RocksDB db, List<ColumnFamilyHandle> families) {
    this.db = db;
    this.families = families;
    for (int i = 0; i < families.size() * TIERS; i++) idle.add(new MpmcArrayQueue<>(IDLE_MAX));
  }

  /** An iterator over the newest state of the range. */
  BoundedIterator borrow(Family family, KeyRange range, ReadTier tier, ReadOptions base) throws RocksDBException {
    ColumnFamilyHandle handle = families.get(family.ordinal());
    if (!BoundedIterator.canReuseFor(range)) return BoundedIterator.fresh(db, handle, base, range);
    BoundedIterator iterator = idle(family, tier).poll();
    if (iterator == null) iterator = BoundedIterator.reusable(db, handle, base);
    iterator.reuseFor(range);
    return iterator;
  }

  /** Only iterators that have never failed: after an error some of their parts stay broken. */
  void giveBack(Family family, ReadTier tier, BoundedIterator iterator) {
    if (!iterator.isReusable() || !idle(family, tier).offer(iterator)) iterator.close();
  }

  void dropIdle() {
    for (Queue<BoundedIterator> queue : idle) {
      for (BoundedIterator it = queue.poll(); it != null; it = queue.poll()) it.close();
    }
  }

  /** When nobody can borrow or give back any more. */
  @Override
  public void close() { dropIdle(); }

  private Queue<BoundedIterator> idle(Family family, ReadTier tier) {
    return idle.get(family.ordinal() * TIERS + (tier == ReadTier.MEMORY ? 0 : 1));
  }
}
