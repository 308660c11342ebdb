package io.vertikv.txn.mvcc;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.OrderedBytes;
import java.util.Arrays;

/**
 * Where a replaced version lies in HISTORY: {@code escaped key | until_ts u64}. A version is what a reader sees from its
 * commit_ts up to, and without, until_ts: the timestamp of what replaced or deleted it. The escape keeps all versions of
 * one key together, oldest first.
 */
public final class HistoryKeys {
  private static final int TS_BYTES = 8;

  private HistoryKeys() {}

  public static byte[] of(byte[] key, long untilTs) {
    int escaped = OrderedBytes.escapedLength(key, 0, key.length);
    byte[] bytes = new byte[escaped + TS_BYTES];
    OrderedBytes.escape(key, 0, key.length, bytes, 0);
    for (int i = 0; i < TS_BYTES; i++) bytes[escaped + i] = (byte) (untilTs >>> 56 - 8 * i);
    return bytes;
  }

  public static long untilTs(byte[] historyKey) {
    return new ByteReader(historyKey, historyKey.length - TS_BYTES, TS_BYTES).u64();
  }

  /** The versions of a key that are seen at this timestamp or later. */
  static KeyRange seenSince(byte[] key, long ts) {
    return new KeyRange(of(key, ts + 1), of(key, -1));
  }

  /** All versions of all keys of a range. */
  public static KeyRange of(KeyRange range) {
    byte[] start = range.start().length == 0 ? range.start() : withoutTerminator(OrderedBytes.escape(range.start()));
    byte[] end = range.unbounded() ? range.end() : withoutTerminator(OrderedBytes.escape(range.end()));
    return new KeyRange(start, end);
  }

  /**
   * A bound of a range of keys is no whole key: the escape of every key that has it as a prefix, or sorts at or behind it,
   * must sort at or behind the bound, so the end mark is left off.
   */
  private static byte[] withoutTerminator(byte[] escaped) {
    return Arrays.copyOf(escaped, escaped.length - OrderedBytes.TERMINATOR_BYTES);
  }
}
