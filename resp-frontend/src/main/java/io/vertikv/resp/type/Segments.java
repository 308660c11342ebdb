package io.vertikv.resp.type;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import java.util.Arrays;

/**
 * The bytes of a long string: parts of {@link #BYTES}, numbered from 0, under one generation. Sparse: an absent segment
 * and the missing end of a short one are zeros. So a bit set at the far end of an empty bitmap costs one segment, and a
 * change in the middle touches only the segments concerned.
 */
final class Segments {
  static final int BYTES = 16 << 10;

  /** Is told of stored bytes in ascending order; what lies between two calls is zeros. */
  @FunctionalInterface
  interface Visitor {
    /** @return false to stop */
    boolean visit(long position, byte[] array, int offset, int length);
  }

  private final Tx tx;
  private final Key key;
  private final long generation;

  Segments(Tx tx, Key key, long generation) {
    this.tx = tx;
    this.key = key;
    this.generation = generation;
  }

  long generation() { return generation; }

  /** Overwrites bytes from a position on. */
  void write(long position, byte[] from, int offset, int length) {
    for (int done = 0; done < length;) {
      long number = (position + done) / BYTES;
      int start = (int) ((position + done) % BYTES);
      int count = Math.min(BYTES - start, length - done);
      byte[] old = start == 0 && count == BYTES ? null : tx.get(RedisKeys.numbered(key, generation, number));
      byte[] segment = old == null ? new byte[start + count] : Arrays.copyOf(old, Math.max(old.length, start + count));
      System.arraycopy(from, offset + done, segment, start, count);
      put(number, segment);
      done += count;
    }
  }

  void put(long number, byte[] segment) { tx.put(RedisKeys.numbered(key, generation, number), segment); }

  /** Puts a string under a generation that has no segments yet. */
  void writeNew(byte[] from, int offset, int length) {
    for (int done = 0; done < length; done += BYTES) {
      int count = Math.min(BYTES, length - done);
      put(done / BYTES, Arrays.copyOfRange(from, offset + done, offset + done + count));
    }
  }

  /** Visits what is stored between two positions. */
  void visit(long start, long end, Visitor visitor) {
    if (start >= end) return;
    long first = start / BYTES;
    long last = (end - 1) / BYTES;
    if (first == last) {
      visit(first, tx.get(RedisKeys.numbered(key, generation, first)), start, end, visitor);
      return;
    }
    KeyRange range = new KeyRange(RedisKeys.numbered(key, generation, first),
        RedisKeys.numbered(key, generation, last + 1));
    try (Cursor cursor = tx.scan(range, Direction.FORWARD)) {
      boolean goOn = true;
      while (goOn && cursor.next()) {
        goOn = visit(RedisKeys.numberOf(key, cursor.key()), cursor.value(), start, end, visitor);
      }
    }
  }

  private static boolean visit(long number, byte[] segment, long start, long end, Visitor visitor) {
    if (segment == null) return true;
    long base = number * BYTES;
    int from = (int) Math.max(0, start - base);
    int to = (int) Math.min(segment.length, end - base);
    return from >= to || visitor.visit(base + from, segment, from, to - from);
  }
}
