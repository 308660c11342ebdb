package io.vertikv.resp.type;

import io.vertikv.txn.Tx;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A string as an array of bits; bit 0 is the highest bit of the first byte. What is not stored is zeros. */
public final class Bitmap {
  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final RedisString string;

  private Bitmap(RedisString string) { this.string = string; }

  public static Bitmap of(Tx tx, Key key) { return new Bitmap(RedisString.of(tx, key)); }

  public boolean exists() { return string.exists(); }

  public long lengthBytes() { return string.length(); }

  public boolean get(long bit) {
    return (byteAt(bit >> 3) & mask(bit)) != 0;
  }

  /** Returns what the bit was. */
  public boolean set(long bit, boolean on) {
    byte before = byteAt(bit >> 3);
    int after = on ? before | mask(bit) : before & ~mask(bit);
    // A bitmap grows also to hold a zero.
    if (after != before || bit >> 3 >= string.length()) string.setRange(bit >> 3, new byte[]{(byte) after}, 0, 1);
    return (before & mask(bit)) != 0;
  }

  private static int mask(long bit) { return 0x80 >> (int) (bit & 7); }

  private byte byteAt(long position) {
    if (position >= string.length()) return 0;
    Slice one = string.range(position, position + 1);
    return one.array()[one.offset()];
  }

  /** Number of ones from a bit to before another, both within the string. */
  public long count(long start, long end) {
    if (start >= end) return 0;
    long firstByte = start >> 3;
    long lastByte = end - 1 >> 3;
    long[] ones = new long[1];
    string.visit(firstByte, lastByte + 1, (position, array, offset, length) -> {
      ones[0] += count(array, offset, length);
      return true;
    });
    int before = byteAt(firstByte) & 0xFF & ~(0xFF >> (int) (start & 7));
    int behind = byteAt(lastByte) & 0x7F >> (int) (end - 1 & 7);
    return ones[0] - Integer.bitCount(before) - Integer.bitCount(behind);
  }

  private static long count(byte[] array, int offset, int length) {
    long ones = 0;
    int end = offset + length;
    int at = offset;
    for (; at + 8 <= end; at += 8) ones += Long.bitCount((long) LONGS.get(array, at));
    for (; at < end; at++) ones += Integer.bitCount(array[at] & 0xFF);
    return ones;
  }

  /** The first bit like this from a bit to before another, both within the string; -1 when there is none. */
  public long find(boolean one, long start, long end) {
    if (start >= end) return -1;
    Search search = new Search(one, start, end);
    string.visit(start >> 3, (end - 1 >> 3) + 1, search);
    return search.found();
  }

  /** Goes through the stored pieces; a gap between two of them is zeros. */
  private static final class Search implements Segments.Visitor {
    private final boolean one;
    private final long start;
    private final long end;
    /** The byte behind the last one looked at. */
    private long next;
    private long found = -1;

    Search(boolean one, long start, long end) {
      this.one = one;
      this.start = start;
      this.end = end;
      this.next = start >> 3;
    }

    @Override
    public boolean visit(long position, byte[] array, int offset, int length) {
      if (!one && position > next) return foundAt(next << 3);
      next = position + length;
      byte boring = one ? 0 : (byte) 0xFF;
      for (int i = 0; i < length; i++) {
        if (array[offset + i] == boring) continue;
        long firstBit = position + i << 3;
        int wanted = (one ? array[offset + i] : ~array[offset + i]) & 0xFF;
        if (firstBit < start) wanted &= 0xFF >> (int) (start & 7);
        if (wanted != 0) return foundAt(firstBit + Integer.numberOfLeadingZeros(wanted) - 24);
      }
      return true;
    }

    private boolean foundAt(long bit) {
      found = Math.max(bit, start);
      return false;
    }

    long found() {
      if (found < 0 && !one && next << 3 < end) foundAt(next << 3);
      return found < end ? found : -1;
    }
  }
}
