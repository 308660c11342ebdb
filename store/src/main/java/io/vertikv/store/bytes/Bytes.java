package io.vertikv.store.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable byte string with value equality and unsigned lexicographic order; never copied on the way in. */
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] array;
  private int hash;

  private Bytes(byte[] array) { this.array = array; }

  /** Takes ownership: the caller must not write to the array afterwards. */
  public static Bytes of(byte[] array) { return new Bytes(array); }

  public static Bytes utf8(String text) { return new Bytes(text.getBytes(StandardCharsets.UTF_8)); }

  /** The array itself, not a copy: read only. */
  public byte[] array() { return array; }

  public int length() { return array.length; }

  @Override
  public int compareTo(Bytes other) { return Arrays.compareUnsigned(array, other.array); }

  @Override
  public boolean equals(Object other) { return other instanceof Bytes b && Arrays.equals(array, b.array); }

  @Override
  public int hashCode() {
    if (hash == 0) hash = Arrays.hashCode(array);
    return hash;
  }

  @Override
  public String toString() { return HexFormat.of().formatHex(array); }
}
