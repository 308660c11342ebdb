package io.vertikv.store.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads what {@link ByteWriter} wrote. Every bound is checked: short input throws {@link MalformedBytes}. */
public final class ByteReader {
  private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] buffer;
  private final int end;
  private int position;

  public ByteReader(byte[] bytes) { this(bytes, 0, bytes.length); }

  public ByteReader(byte[] bytes, int offset, int count) {
    buffer = bytes;
    position = offset;
    end = offset + count;
  }

  public int u8() { return buffer[take(1)] & 0xFF; }

  public int u16() { return (short) U16.get(buffer, take(2)) & 0xFFFF; }

  public int u32() { return (int) U32.get(buffer, take(4)); }

  public long u64() { return (long) U64.get(buffer, take(8)); }

  public long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = u8();
      value |= (long) (b & 0x7F) << shift;
      if (b < 0x80) return value;
    }
    throw new MalformedBytes("varint longer than ten bytes");
  }

  public byte[] raw(int count) {
    int from = take(count);
    return Arrays.copyOfRange(buffer, from, from + count);
  }

  public byte[] rest() { return raw(remaining()); }

  /** A varint length, then the bytes; the length is checked before anything is allocated. */
  public byte[] sized() {
    return raw(length());
  }

  /** As {@link #sized()}, without a copy: points the span at the bytes. */
  public Span sized(Span to) {
    int count = length();
    return to.of(buffer, take(count), count);
  }

  private int length() {
    long count = varint();
    if (count < 0 || count > remaining())
      throw new MalformedBytes("length " + count + " with " + remaining() + " left");
    return (int) count;
  }

  public void skip(int count) { take(count); }

  public int position() { return position; }

  public int remaining() { return end - position; }

  /** Called by every codec at its end: trailing bytes are an error, not a surprise for later. */
  public void expectEnd() {
    if (position != end) throw new MalformedBytes(remaining() + " trailing bytes");
  }

  private int take(int count) {
    if (count < 0 || count > end - position) {
      throw new MalformedBytes("need " + count + " bytes, have " + (end - position));
    }
    int from = position;
    position += count;
    return from;
  }
}
