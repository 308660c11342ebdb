package io.vertikv.store.engine.rocks;

import io.vertikv.store.bytes.KeyRange;
import java.nio.ByteBuffer;
import org.rocksdb.AbstractSlice;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DirectSlice;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * A RocksDB iterator together with what it points into: options and the slices of its bounds. A reusable one has its
 * bounds in direct buffers and is given new ones by overwriting them. RocksDB looks bounds up through a pointer and
 * expects them to change between forward seeks (BlockBasedTableIterator::SeekImpl says so). It does not say so of seeks
 * backwards, and it remembers verdicts on whole files; so {@link RocksCursor} turns round with a seek and checks every
 * key itself.
 */
final class BoundedIterator implements AutoCloseable {
  private static final int BOUND_BYTES_MAX = 512;

  private final ReadOptions options;
  private final AbstractSlice<?> lower;
  private final AbstractSlice<?> upper;
  private final ByteBuffer lowerBytes;
  private final ByteBuffer upperBytes;
  private final RocksIterator iterator;

  /** For one range only. */
  static BoundedIterator fresh(RocksDB db, ColumnFamilyHandle family, ReadOptions base, KeyRange range) {
    Slice lower = range.start().length == 0 ? null : new Slice(range.start());
    Slice upper = range.unbounded() ? null : new Slice(range.end());
    return new BoundedIterator(db, family, base, lower, null, upper, null);
  }

  /** For any range that {@link #canReuseFor} allows; {@link #reuseFor} must come first. */
  static BoundedIterator reusable(RocksDB db, ColumnFamilyHandle family, ReadOptions base) {
    ByteBuffer lower = ByteBuffer.allocateDirect(BOUND_BYTES_MAX);
    ByteBuffer upper = ByteBuffer.allocateDirect(BOUND_BYTES_MAX);
    return new BoundedIterator(db, family, base, new DirectSlice(lower, 0), lower, new DirectSlice(upper, 0), upper);
  }

  static boolean canReuseFor(KeyRange range) {
    return !range.unbounded() && range.start().length <= BOUND_BYTES_MAX && range.end().length <= BOUND_BYTES_MAX;
  }

  private BoundedIterator(RocksDB db, ColumnFamilyHandle family, ReadOptions base, AbstractSlice<?> lower,
      ByteBuffer lowerBytes, AbstractSlice<?> upper, ByteBuffer upperBytes) {
    this.lower = lower;
    this.lowerBytes = lowerBytes;
    this.upper = upper;
    this.upperBytes = upperBytes;
    options = new ReadOptions(base);
    if (lower != null) options.setIterateLowerBound(lower);
    if (upper != null) options.setIterateUpperBound(upper);
    iterator = db.newIterator(family, options);
  }

  /** The newest state, other bounds, no position. */
  void reuseFor(KeyRange range) throws RocksDBException {
    overwrite((DirectSlice) lower, lowerBytes, range.start());
    overwrite((DirectSlice) upper, upperBytes, range.end());
    iterator.refresh();
  }

  boolean isReusable() { return lowerBytes != null; }

  RocksIterator iterator() { return iterator; }

  @Override
  public void close() {
    iterator.close();
    options.close();
    if (lower != null) lower.close();
    if (upper != null) upper.close();
  }

  private static void overwrite(DirectSlice slice, ByteBuffer buffer, byte[] bound) {
    buffer.put(0, bound);
    slice.setLength(bound.length);
  }
}
