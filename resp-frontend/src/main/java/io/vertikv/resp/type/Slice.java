package io.vertikv.resp.type;

import java.util.Arrays;

/** A part of an array that nobody changes any more; equal and ordered by its bytes. */
public record Slice(byte[] array, int offset, int length) implements Comparable<Slice> {
  public static final Slice EMPTY = new Slice(new byte[0], 0, 0);

  public static Slice of(byte[] bytes) { return new Slice(bytes, 0, bytes.length); }

  public byte[] toByteArray() { return Arrays.copyOfRange(array, offset, offset + length); }

  public boolean isLong() { return Numbers.isLong(array, offset, length); }

  /** Only where {@link #isLong} holds. */
  public long toLong() {
    return Numbers.toLong(array, offset, length);
  }

  @Override
  public int compareTo(Slice other) {
    return Arrays.compareUnsigned(array, offset, offset + length, other.array, other.offset,
        other.offset + other.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Slice s
        && Arrays.equals(array, offset, offset + length, s.array, s.offset, s.offset + s.length);
  }

  @Override
  public int hashCode() { return KeyHash.position(array, offset, length); }

  @Override
  public String toString() { return new String(array, offset, length, java.nio.charset.StandardCharsets.ISO_8859_1); }
}
