package io.vertikv.resp.type;

import java.util.Arrays;

/** A part of an array that nobody changes any more. */
public record Slice(byte[] array, int offset, int length) {
  public static final Slice EMPTY = new Slice(new byte[0], 0, 0);

  public static Slice of(byte[] bytes) { return new Slice(bytes, 0, bytes.length); }

  public byte[] toByteArray() { return Arrays.copyOfRange(array, offset, offset + length); }

  public boolean isLong() { return Numbers.isLong(array, offset, length); }

  /** Only where {@link #isLong} holds. */
  public long toLong() {
    return Numbers.toLong(array, offset, length);
  }
}
