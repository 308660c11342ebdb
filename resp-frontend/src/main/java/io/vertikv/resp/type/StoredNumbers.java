package io.vertikv.resp.type;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.txn.Tx;

/**
 * The keyspace's own record of which stored database stands behind each number that clients use.
 *
 * <pre>
 * m | databases   →   version u8 = 1 | count varint | (stored number varint)*
 * </pre>
 *
 * There is none before the first SWAPDB: then each number stands for itself, as do all numbers behind the record's end.
 */
public final class StoredNumbers {
  private static final int VERSION = 1;
  private static final int COUNT_MAX = 65_536;
  private static final byte[] KEY = RedisKeys.meta("databases");

  private StoredNumbers() {}

  /** False for the range of a region that does not have the record. */
  public static boolean areIn(KeyRange range) {
    return range.contains(KEY);
  }

  /** At least so many of them: element i is what number i stands for. */
  public static int[] databases(Tx tx, int countMin) {
    byte[] record = tx.get(KEY);
    int[] stored = record == null ? new int[0] : decode(record);
    int[] all = java.util.Arrays.copyOf(stored, Math.max(countMin, stored.length));
    for (int i = stored.length; i < all.length; i++) all[i] = i;
    return all;
  }

  public static void putDatabases(Tx tx, int[] map) { tx.put(KEY, encode(map)); }

  static byte[] encode(int[] map) {
    ByteWriter writer = new ByteWriter().u8(VERSION).varint(map.length);
    for (int number : map) writer.varint(number);
    return writer.toByteArray();
  }

  static int[] decode(byte[] record) {
    ByteReader reader = new ByteReader(record, 0, record.length);
    if (reader.u8() != VERSION) throw new MalformedBytes("not a map of databases of version " + VERSION);
    long count = reader.varint();
    if (count < 0 || count > COUNT_MAX) throw new MalformedBytes("a map of " + count + " databases");
    int[] map = new int[(int) count];
    for (int i = 0; i < map.length; i++) map[i] = (int) reader.varint();
    return map;
  }
}
