package io.vertikv.store.engine.rocks;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineCursor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * A RocksDB iterator with bounds. Moving an iterator that stands nowhere is undefined in RocksDB, so the place is
 * tracked here. The slices of the bounds belong to the iterator: RocksDB keeps pointers to them.
 */
final class RocksCursor implements EngineCursor {
  private enum Place {
    BEFORE_FIRST, AT_ENTRY, NOWHERE, CLOSED
  }

  private final Gate gate;
  private final ReadOptions options;
  private final Slice lower;
  private final Slice upper;
  private final RocksIterator iterator;
  private Place place = Place.BEFORE_FIRST;

  /** Takes the options and the caller's place in the gate over. */
  RocksCursor(RocksDB db, ColumnFamilyHandle family, ReadOptions options, KeyRange range, Gate gate) {
    this.gate = gate;
    this.options = options;
    lower = range.start().length == 0 ? null : new Slice(range.start());
    upper = range.unbounded() ? null : new Slice(range.end());
    if (lower != null) options.setIterateLowerBound(lower);
    if (upper != null) options.setIterateUpperBound(upper);
    iterator = db.newIterator(family, options);
  }

  @Override
  public boolean seek(byte[] key) {
    requireOpen();
    iterator.seek(key);
    return arrived();
  }

  @Override
  public boolean seekBack(byte[] key) {
    requireOpen();
    iterator.seekForPrev(key);
    return arrived();
  }

  @Override
  public boolean next() {
    requireOpen();
    if (place == Place.BEFORE_FIRST) {
      iterator.seekToFirst();
      return arrived();
    }
    if (place == Place.NOWHERE) return false;
    iterator.next();
    return arrived();
  }

  @Override
  public boolean previous() {
    requireOpen();
    if (place != Place.AT_ENTRY) return false;
    iterator.prev();
    return arrived();
  }

  @Override
  public byte[] key() {
    requireEntry();
    return iterator.key();
  }

  @Override
  public byte[] value() {
    requireEntry();
    return iterator.value();
  }

  @Override
  public void close() {
    if (place == Place.CLOSED) return;
    place = Place.CLOSED;
    iterator.close();
    options.close();
    if (lower != null) lower.close();
    if (upper != null) upper.close();
    gate.leave();
  }

  private boolean arrived() {
    place = Place.NOWHERE;
    if (!iterator.isValid()) {
      requireGoodStatus();
      return false;
    }
    place = Place.AT_ENTRY;
    return true;
  }

  /** An iterator that stands nowhere is at the end, or could not go on: only its status tells. */
  private void requireGoodStatus() {
    try {
      iterator.status();
    } catch (RocksDBException e) {
      throw RocksFailures.ofRead(e);
    }
  }

  private void requireEntry() {
    requireOpen();
    if (place != Place.AT_ENTRY) throw new IllegalStateException("cursor is not at an entry");
  }

  private void requireOpen() {
    if (place == Place.CLOSED) throw new IllegalStateException("cursor is closed");
  }
}
