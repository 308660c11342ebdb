package io.vertikv.resp.rdb;

import java.util.Arrays;

/** Reads a part of an array; asking for more than there is left is {@link BadPayload}. */
final class LittleEndian {
  private final byte[] bytes;
  private final int end;
  private int at;

  LittleEndian(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.at = offset;
    this.end = offset + length;
  }

  static LittleEndian of(byte[] bytes) { return new LittleEndian(bytes, 0, bytes.length); }

  int remaining() { return end - at; }

  private int take(long count) {
    if (count < 0 || count > end - at) throw BadPayload.content(count + " bytes wanted, " + (end - at) + " left");
    int from = at;
    at += (int) count;
    return from;
  }

  void skip(long count) { take(count); }

  int u8() { return bytes[take(1)] & 0xFF; }

  /** The next byte, which stays. */
  int peek() {
    if (at == end) throw BadPayload.content("nothing left");
    return bytes[at] & 0xFF;
  }

  int u16() { return (int) unsigned(2); }

  long u32() { return unsigned(4); }

  long i8() { return bytes[take(1)]; }

  long i16() { return (short) unsigned(2); }

  /** Three bytes, signed. */
  long i24() {
    return unsigned(3) << 40 >> 40;
  }

  long i32() { return (int) unsigned(4); }

  long i64() { return unsigned(8); }

  private long unsigned(int count) {
    int from = take(count);
    long value = 0;
    for (int i = count - 1; i >= 0; i--) value = value << 8 | bytes[from + i] & 0xFF;
    return value;
  }

  /** The other way round, for the few numbers that are written so. */
  long bigEndian(int count) {
    int from = take(count);
    long value = 0;
    for (int i = 0; i < count; i++) value = value << 8 | bytes[from + i] & 0xFF;
    return value;
  }

  /** A copy. */
  byte[] raw(long count) {
    int from = take(count);
    return Arrays.copyOfRange(bytes, from, from + (int) count);
  }

  void expectEnd() {
    if (at != end) throw BadPayload.content(end - at + " bytes left over");
  }
}
