package io.vertikv.store.engine.rocks;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import java.util.Arrays;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * One user's way through a range on an iterator of its own for that time. Moving an iterator that stands nowhere is
 * undefined in RocksDB, so the place is tracked here.
 */
final class RocksCursor implements EngineCursor {
  private enum Place {
    BEFORE_FIRST, AT_ENTRY, NOWHERE, CLOSED
  }

  private final RocksReads reads;
  private final Family family;
  private final KeyRange range;
  private final ReadTier tier;
  private final Gate gate;
  private final BoundedIterator bounded;
  private final RocksIterator iterator;
  private Place place = Place.BEFORE_FIRST;
  private boolean cameBackwards;
  private boolean failed;
  /** The key at this place when it has been read and not yet given away. */
  private byte[] key;

  /** Takes the caller's place in the gate over. */
  RocksCursor(RocksReads reads, Family family, KeyRange range, ReadTier tier, Gate gate) throws RocksDBException {
    this.reads = reads;
    this.family = family;
    this.range = range;
    this.tier = tier;
    this.gate = gate;
    bounded = reads.iterator(family, range, tier);
    iterator = bounded.iterator();
  }

  @Override
  public boolean seek(byte[] target) {
    requireOpen();
    iterator.seek(target);
    cameBackwards = false;
    return arrived();
  }

  @Override
  public boolean seekBack(byte[] target) {
    requireOpen();
    iterator.seekForPrev(target);
    cameBackwards = bounded.isReusable();
    return arrived();
  }

  @Override
  public boolean next() {
    requireOpen();
    switch (place) {
      case BEFORE_FIRST -> iterator.seekToFirst();
      case AT_ENTRY -> goOn();
      case NOWHERE, CLOSED -> {
        return false;
      }
    }
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
    byte[] given = key == null ? iterator.key() : key;
    key = null;
    return given;
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
    if (failed) bounded.close();
    else reads.done(family, tier, bounded);
    gate.leave();
  }

  /** An iterator with new bounds knows them for certain only after a seek forwards. */
  private void goOn() {
    if (cameBackwards) {
      byte[] here = iterator.key();
      iterator.seek(Arrays.copyOf(here, here.length + 1));
      cameBackwards = false;
    } else {
      iterator.next();
    }
  }

  private boolean arrived() {
    place = Place.NOWHERE;
    key = null;
    if (!iterator.isValid()) {
      requireGoodStatus();
      return false;
    }
    if (bounded.isReusable()) {
      key = iterator.key();
      if (!range.contains(key)) return false;
    }
    place = Place.AT_ENTRY;
    return true;
  }

  /** An iterator that stands nowhere is at the end, or could not go on: only its status tells. */
  private void requireGoodStatus() {
    try {
      iterator.status();
    } catch (RocksDBException e) {
      failed = true;
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
