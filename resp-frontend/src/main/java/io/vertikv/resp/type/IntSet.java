package io.vertikv.resp.type;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.MalformedBytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A small set of integers in ascending order, all of one width, read in place. Immutable; every change makes a new one.
 * This is the body of an INTSET header.
 *
 * <pre>
 * width u8: 2, 4 or 8 | (integer, width bytes)*
 * </pre>
 */
public final class IntSet {
  /** What Redis' set-max-intset-entries is at the start. */
  public static final int ELEMENTS_MAX = 512;

  public static final IntSet EMPTY = new IntSet(new byte[]{2}, 0, 1);

  private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final int first;
  private final int width;
  private final int count;

  private IntSet(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.first = offset + 1;
    this.width = bytes[offset];
    if (width != 2 && width != 4 && width != 8 || (length - 1) % width != 0) {
      throw new MalformedBytes("integers of width " + width + " in " + length + " bytes");
    }
    this.count = (length - 1) / width;
  }

  /** The integers in a header's body. */
  public static IntSet of(Header header) {
    return new IntSet(header.bytes(), header.bodyOffset(), header.bodyLength());
  }

  public int count() { return count; }

  /** The integer at an index, 0 the least. */
  public long at(int index) {
    ByteReader reader = new ByteReader(bytes, first + index * width, width);
    return switch (width) {
      case 2 -> (short) reader.u16();
      case 4 -> reader.u32();
      default -> reader.u64();
    };
  }

  public boolean contains(long value) {
    return indexOf(value) >= 0;
  }

  /** Where the value stands, or {@code -(where it would stand) - 1}. */
  private int indexOf(long value) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = low + high >>> 1;
      long found = at(middle);
      if (found == value) return middle;
      if (found < value) low = middle + 1;
      else high = middle - 1;
    }
    return -low - 1;
  }

  /** With this value; itself when it is there already. */
  public IntSet with(long value) {
    int index = indexOf(value);
    if (index >= 0) return this;
    int at = -index - 1;
    int wide = Math.max(width, widthOf(value));
    byte[] next = new byte[1 + (count + 1) * wide];
    next[0] = (byte) wide;
    copy(0, at, next, wide, 0);
    put(next, wide, at, value);
    copy(at, count, next, wide, at + 1);
    return new IntSet(next, 0, next.length);
  }

  /** Without this value; itself when it is not there. The width stays, as in Redis. */
  public IntSet without(long value) {
    int index = indexOf(value);
    if (index < 0) return this;
    byte[] next = new byte[1 + (count - 1) * width];
    next[0] = (byte) width;
    copy(0, index, next, width, 0);
    copy(index + 1, count, next, width, index);
    return new IntSet(next, 0, next.length);
  }

  public Header header(long expireAtMillis) {
    return Header.of(ValueType.SET, Encoding.INTSET, expireAtMillis, bytes, first - 1, 1 + count * width);
  }

  private void copy(int from, int to, byte[] target, int wide, int at) {
    if (wide == width) {
      System.arraycopy(bytes, first + from * width, target, 1 + at * width, (to - from) * width);
      return;
    }
    for (int i = from; i < to; i++) put(target, wide, at + i - from, at(i));
  }

  private static void put(byte[] target, int wide, int index, long value) {
    int at = 1 + index * wide;
    if (wide == 8) {
      U64.set(target, at, value);
      return;
    }
    for (int i = wide - 1; i >= 0; i--, value >>= 8) target[at + i] = (byte) value;
  }

  private static int widthOf(long value) {
    if (value == (short) value) return 2;
    return value == (int) value ? 4 : 8;
  }
}
