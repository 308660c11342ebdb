package io.vertikv.store.bytes;

import java.util.Arrays;

/** A half-open range of keys, start inclusive, end exclusive; an empty end means: to the end of the key space. */
public final class KeyRange {
  private static final byte[] NONE = new byte[0];
  public static final KeyRange ALL = new KeyRange(NONE, NONE);
  private static final byte[] NOTHING = {0};

  private final byte[] start;
  private final byte[] end;

  public KeyRange(byte[] start, byte[] end) {
    this.start = start;
    this.end = end;
  }

  /** All keys that begin with the prefix. */
  public static KeyRange prefix(byte[] prefix) {
    return new KeyRange(prefix, successorOfPrefix(prefix));
  }

  /** The least key greater than all keys with this prefix; empty when there is none (prefix of 0xFF only). */
  public static byte[] successorOfPrefix(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xFF) {
        byte[] next = Arrays.copyOf(prefix, i + 1);
        next[i]++;
        return next;
      }
    }
    return NONE;
  }

  public byte[] start() { return start; }

  public byte[] end() { return end; }

  public boolean unbounded() { return end.length == 0; }

  public boolean contains(byte[] key) {
    return Arrays.compareUnsigned(key, start) >= 0 && (unbounded() || Arrays.compareUnsigned(key, end) < 0);
  }

  public boolean contains(KeyRange other) {
    return intersect(other).equals(other);
  }

  public boolean overlaps(KeyRange other) { return !intersect(other).isEmpty(); }

  /** What lies in both; where nothing does, a range that is empty. */
  public KeyRange intersect(KeyRange other) {
    boolean fromHere = Arrays.compareUnsigned(start, other.start) >= 0;
    boolean toHere = other.unbounded() || !unbounded() && Arrays.compareUnsigned(end, other.end) <= 0;
    if (fromHere && toHere) return this;
    KeyRange both = new KeyRange(fromHere ? start : other.start, toHere ? end : other.end);
    return both.isEmpty() ? new KeyRange(NOTHING, NOTHING) : both;
  }

  /** No key lies in it. */
  public boolean isEmpty() { return !unbounded() && Arrays.compareUnsigned(start, end) >= 0; }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyRange that && Arrays.equals(start, that.start) && Arrays.equals(end, that.end);
  }

  @Override
  public int hashCode() { return 31 * Arrays.hashCode(start) + Arrays.hashCode(end); }

  @Override
  public String toString() { return "[" + Bytes.of(start) + ", " + Bytes.of(end) + ")"; }
}
