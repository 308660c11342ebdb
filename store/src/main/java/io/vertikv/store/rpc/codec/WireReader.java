package io.vertikv.store.rpc.codec;

import io.netty.buffer.ByteBuf;
import io.vertikv.store.bytes.MalformedBytes;

/**
 * Reads a part of a received buffer, without a copy but for byte strings, and never beyond its end. Reused from frame to
 * frame. What is longer than what is left is refused before anything is allocated for it.
 */
public final class WireReader {
  private ByteBuf buffer;
  private int position;
  private int end;

  public WireReader over(ByteBuf bytes, int from, int to) {
    buffer = bytes;
    position = from;
    end = to;
    return this;
  }

  public int u8() { return buffer.getUnsignedByte(take(1)); }

  public int u16() { return buffer.getUnsignedShort(take(2)); }

  public long u32() { return buffer.getUnsignedInt(take(4)); }

  public long u64() { return buffer.getLong(take(8)); }

  public boolean flag() {
    int value = u8();
    if (value > 1) throw new MalformedBytes("a flag of " + value);
    return value == 1;
  }

  /** A u32 length and so many bytes, copied. */
  public byte[] sized() {
    return copy(length());
  }

  public byte[] copy(int count) {
    byte[] bytes = new byte[count];
    buffer.getBytes(take(count), bytes);
    return bytes;
  }

  /** A u32 that announces bytes, which must all be here. */
  public int length() {
    long count = u32();
    if (count > remaining()) throw new MalformedBytes("a length of " + count + " with " + remaining() + " bytes left");
    return (int) count;
  }

  /** Hides what comes after the next {@code count} bytes; returns what {@link #leave} needs. */
  public int enter(int count) {
    if (count < 0 || count > remaining()) {
      throw new MalformedBytes("a part of " + count + " with " + remaining() + " bytes left");
    }
    int outer = end;
    end = position + count;
    return outer;
  }

  /** Skips what is left of the part, which a newer version wrote, and shows what comes after. */
  public void leave(int outer) {
    position = end;
    end = outer;
  }

  public int remaining() { return end - position; }

  private int take(int count) {
    if (count > end - position) {
      throw new MalformedBytes("needs " + count + " bytes, " + (end - position) + " left");
    }
    int from = position;
    position += count;
    return from;
  }
}
