package io.vertikv.store.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing byte buffer for codecs. Numbers are big-endian unless the name says otherwise. Not thread-safe. */
public final class ByteWriter {
  private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int DEFAULT_CAPACITY = 64;

  private byte[] buffer;
  private int length;

  public ByteWriter() { this(DEFAULT_CAPACITY); }

  public ByteWriter(int capacity) { buffer = new byte[Math.max(capacity, 8)]; }

  public ByteWriter u8(int value) {
    room(1);
    buffer[length++] = (byte) value;
    return this;
  }

  public ByteWriter u16(int value) {
    room(2);
    U16.set(buffer, length, (short) value);
    length += 2;
    return this;
  }

  public ByteWriter u32(int value) {
    room(4);
    U32.set(buffer, length, value);
    length += 4;
    return this;
  }

  public ByteWriter u64(long value) {
    room(8);
    U64.set(buffer, length, value);
    length += 8;
    return this;
  }

  /** LEB128, as in protobuf and RocksDB: seven bits a byte, low bits first; for values that are never negative. */
  public ByteWriter varint(long value) {
    room(10);
    while ((value & ~0x7FL) != 0) {
      buffer[length++] = (byte) (value | 0x80);
      value >>>= 7;
    }
    buffer[length++] = (byte) value;
    return this;
  }

  public ByteWriter raw(byte[] bytes) { return raw(bytes, 0, bytes.length); }

  public ByteWriter raw(byte[] bytes, int offset, int count) {
    room(count);
    System.arraycopy(bytes, offset, buffer, length, count);
    length += count;
    return this;
  }

  /** A varint length, then the bytes. */
  public ByteWriter sized(byte[] bytes) { return varint(bytes.length).raw(bytes); }

  public ByteWriter setU32(int position, int value) {
    U32.set(buffer, position, value);
    return this;
  }

  public ByteWriter setU64(int position, long value) {
    U64.set(buffer, position, value);
    return this;
  }

  public int length() { return length; }

  /** The backing array, valid up to {@link #length()} and until the next write. */
  public byte[] buffer() { return buffer; }

  public void clear() { length = 0; }

  public byte[] toByteArray() { return length == buffer.length ? buffer.clone() : Arrays.copyOf(buffer, length); }

  public Bytes toBytes() { return Bytes.of(toByteArray()); }

  private void room(int more) {
    if (buffer.length - length < more) grow(more);
  }

  private void grow(int more) {
    buffer = Arrays.copyOf(buffer, Math.max(buffer.length + (buffer.length >> 1), Math.addExact(length, more)));
  }
}
