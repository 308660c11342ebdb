package io.vertikv.txn.region;

import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import java.util.Arrays;
import java.util.List;

/**
 * Entries laid over a cursor: where both have a key the overlay's holds, and its null values hide the cursor's entries. The
 * overlay is copied when the scan begins, so later writes of the same transaction do not disturb it.
 */
final class Overlay implements Cursor {
  /** Null value: deleted. */
  record Entry(byte[] key, byte[] value) {}

  private final List<Entry> entries;
  private final Cursor below;
  private final int sign;
  private int at;
  private boolean belowValid;
  private boolean started;
  private byte[] key;
  private byte[] value;

  /** @param entries in the order of the direction */
  Overlay(List<Entry> entries, Cursor below, Direction direction) {
    this.entries = entries;
    this.below = below;
    this.sign = direction == Direction.FORWARD ? 1 : -1;
  }

  @Override
  public boolean next() {
    if (!started) {
      started = true;
      belowValid = below.next();
    }
    while (true) {
      boolean overValid = at < entries.size();
      if (!overValid && !belowValid) return false;
      int order = !overValid ? 1 : !belowValid ? -1 : sign * Arrays.compareUnsigned(entries.get(at).key(), below.key());
      if (order > 0) {
        key = below.key();
        value = below.value();
        belowValid = below.next();
        return true;
      }
      Entry entry = entries.get(at++);
      if (order == 0) belowValid = below.next();
      if (entry.value() != null) {
        key = entry.key();
        value = entry.value();
        return true;
      }
    }
  }

  @Override
  public byte[] key() { return key; }

  @Override
  public byte[] value() { return value; }

  @Override
  public void close() { below.close(); }
}
