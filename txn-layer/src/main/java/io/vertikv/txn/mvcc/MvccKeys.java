package io.vertikv.txn.mvcc;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.OrderedBytes;
import java.util.Arrays;

/**
 * Where a version lies: {@code escaped key | inverted timestamp u64}. The inversion sorts newer versions first, the escape
 * keeps all versions of one key together and keys in their own order.
 */
public final class MvccKeys {
  private static final int TS_BYTES = 8;

  private MvccKeys() {}

  public static byte[] versioned(byte[] key, long ts) {
    int escaped = OrderedBytes.escapedLength(key, 0, key.length);
    byte[] bytes = new byte[escaped + TS_BYTES];
    OrderedBytes.escape(key, 0, key.length, bytes, 0);
    putInverted(bytes, escaped, ts);
    return bytes;
  }

  /** All versions of a key. */
  public static KeyRange versionsOf(byte[] key) {
    byte[] first = versioned(key, Long.MAX_VALUE);
    return new KeyRange(first, endOfVersions(first));
  }

  /** All versions of all keys of a range. */
  public static KeyRange versionsOf(KeyRange range) {
    byte[] start = range.start().length == 0 ? range.start() : OrderedBytes.escape(range.start());
    byte[] end = range.unbounded() ? range.end() : OrderedBytes.escape(range.end());
    return new KeyRange(withoutTerminator(start), withoutTerminator(end));
  }

  /** The least key behind all versions of the key that this version belongs to. */
  public static byte[] endOfVersions(byte[] versioned) {
    byte[] end = Arrays.copyOf(versioned, versioned.length - TS_BYTES);
    // The terminator is 00 01; nothing but 00 FF (a longer key) sorts between it and 00 02.
    end[end.length - 1]++;
    return end;
  }

  public static byte[] keyOf(byte[] versioned) { return OrderedBytes.unescape(versioned, 0); }

  public static long tsOf(byte[] versioned) {
    return ~new ByteReader(versioned, versioned.length - TS_BYTES, TS_BYTES).u64();
  }

  /** True when both are versions of one key. */
  public static boolean sameKey(byte[] a, byte[] b) {
    return a.length == b.length && Arrays.equals(a, 0, a.length - TS_BYTES, b, 0, b.length - TS_BYTES);
  }

  /**
   * A bound of a range of keys is no whole key: the escape of every key that has it as a prefix, or sorts at or behind it,
   * must sort at or behind the bound, so the end mark is left off.
   */
  private static byte[] withoutTerminator(byte[] escaped) {
    return escaped.length == 0 ? escaped : Arrays.copyOf(escaped, escaped.length - OrderedBytes.TERMINATOR_BYTES);
  }

  private static void putInverted(byte[] bytes, int at, long ts) {
    long inverted = ~ts;
    for (int i = 0; i < TS_BYTES; i++) bytes[at + i] = (byte) (inverted >>> 56 - 8 * i);
  }
}
