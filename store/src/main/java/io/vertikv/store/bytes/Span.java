package io.vertikv.store.bytes;

import java.util.Arrays;

/** A part of somebody else's bytes; one object is pointed at one part after the other, so that decoding allocates nothing. */
public final class Span {
  private byte[] bytes;
  private int at;
  private int length;

  public Span of(byte[] bytes, int at, int length) {
    this.bytes = bytes;
    this.at = at;
    this.length = length;
    return this;
  }

  public byte[] bytes() { return bytes; }

  public int at() { return at; }

  public int length() { return length; }

  /** A copy of the part. */
  public byte[] toByteArray() { return Arrays.copyOfRange(bytes, at, at + length); }
}
