package io.vertikv.store.engine.memory;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import java.util.Arrays;

/** A cursor over one tree. */
final class MemoryCursor implements EngineCursor {
  private enum Place {
    BEFORE_FIRST, AT_ENTRY, NOWHERE, CLOSED
  }

  private final SortedTree tree;
  private final Family family;
  private final KeyRange range;
  private final ReadTier tier;
  private final ColdKeys cold;
  private Place place = Place.BEFORE_FIRST;
  private SortedTree entry;

  MemoryCursor(SortedTree tree, Family family, KeyRange range, ReadTier tier, ColdKeys cold) {
    if (tier == ReadTier.FLUSHED) throw new IllegalArgumentException("a cursor cannot skip memtables");
    this.tree = tree;
    this.family = family;
    this.range = range;
    this.tier = tier;
    this.cold = cold;
  }

  @Override
  public boolean seek(byte[] key) {
    requireOpen();
    byte[] from = Arrays.compareUnsigned(key, range.start()) < 0 ? range.start() : key;
    return moveTo(SortedTree.after(tree, from, true), from);
  }

  @Override
  public boolean seekBack(byte[] key) {
    requireOpen();
    boolean behind = !range.unbounded() && Arrays.compareUnsigned(key, range.end()) >= 0;
    byte[] from = behind ? range.end() : key;
    return moveTo(SortedTree.before(tree, from, !behind), from);
  }

  @Override
  public boolean next() {
    requireOpen();
    if (place == Place.BEFORE_FIRST) return seek(range.start());
    if (place == Place.NOWHERE) return false;
    return moveTo(SortedTree.after(tree, entry.key(), false), entry.key());
  }

  @Override
  public boolean previous() {
    requireOpen();
    if (place != Place.AT_ENTRY) return false;
    return moveTo(SortedTree.before(tree, entry.key(), false), entry.key());
  }

  @Override
  public byte[] key() { return current().key().clone(); }

  @Override
  public byte[] value() { return current().value().clone(); }

  @Override
  public void close() {
    place = Place.CLOSED;
    entry = null;
  }

  /** To an entry of the range, or nowhere; what the move had to look at must be in memory. */
  private boolean moveTo(SortedTree found, byte[] from) {
    place = Place.NOWHERE;
    entry = null;
    boolean inside = found != null && range.contains(found.key());
    cold.touch(family, inside ? found.key() : from, tier);
    if (!inside) return false;
    place = Place.AT_ENTRY;
    entry = found;
    return true;
  }

  private SortedTree current() {
    requireOpen();
    if (place != Place.AT_ENTRY) throw new IllegalStateException("cursor is not at an entry");
    return entry;
  }

  private void requireOpen() {
    if (place == Place.CLOSED) throw new IllegalStateException("cursor is closed");
  }
}
