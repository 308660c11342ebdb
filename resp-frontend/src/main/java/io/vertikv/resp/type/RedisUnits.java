package io.vertikv.resp.type;

import io.vertikv.store.bytes.OrderedBytes;
import io.vertikv.txn.split.KeyUnits;
import java.util.Arrays;

/** A Redis key stays whole; regions begin with a slot where they can, so that cluster-aware clients find its leader. */
public final class RedisUnits implements KeyUnits {
  public static final RedisUnits INSTANCE = new RedisUnits();
  /** Tag, db, slot. */
  private static final int SLOT_END = 5;

  private RedisUnits() {}

  /** Its header; a record of the keyspace itself is a unit of its own. */
  @Override
  public byte[] startOf(byte[] key) {
    if (!RedisKeys.databases().contains(key) || key.length <= RedisKeys.PLACE_BYTES) return key;
    int end = OrderedBytes.endOf(key, RedisKeys.PLACE_BYTES);
    byte[] header = Arrays.copyOf(key, end + 1);
    header[end] = RedisKeys.HEADER;
    return header;
  }

  @Override
  public byte[] borderBetween(byte[] before, byte[] start) {
    if (!RedisKeys.databases().contains(start) || start.length < SLOT_END) return null;
    boolean sameSlot = before.length >= SLOT_END && Arrays.equals(before, 0, SLOT_END, start, 0, SLOT_END);
    return sameSlot ? null : Arrays.copyOf(start, SLOT_END);
  }
}
