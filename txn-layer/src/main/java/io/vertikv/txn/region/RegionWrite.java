package io.vertikv.txn.region;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;

/**
 * The effects of a batch as replicated: what to put and delete, never how it was decided.
 *
 * <pre>
 * version u8 = 1 | commit_ts u64 | clock ms u64 | counters varint, (counter varint, delta i64)* | effect*
 * effect: PUT          u8 = 1 | key sized | value sized          what it replaces is nothing, or not known
 *         PUT_OVER     u8 = 2 | key sized | value sized | replaced commit_ts u64 | replaced value's length varint
 *         DELETE       u8 = 3 | key sized
 *         REMIND       u8 = 4 | key sized | old due ms u64 | new due ms u64
 *         DELETE_RANGE u8 = 5 | start sized | end sized
 * sized: length varint | bytes
 * </pre>
 *
 * Replicas use what was replaced to drop it once the safe point has passed, without looking for it.
 */
final class RegionWrite {
  private static final int VERSION = 1;
  private static final int PUT = 1;
  private static final int PUT_OVER = 2;
  private static final int DELETE = 3;
  private static final int REMIND = 4;
  private static final int DELETE_RANGE = 5;

  private RegionWrite() {}

  /** Receives the effects in order. */
  interface Visitor {
    void begin(long commitTs, long clockMillis);

    void count(int counter, long delta);

    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    /** Follows the put that superseded this version. */
    void replaced(byte[] key, long commitTs, int valueLength);

    void remind(byte[] key, long oldDueMillis, long newDueMillis);

    void deleteRange(KeyRange range);
  }

  static void encode(Batch batch, long clockMillis, ByteWriter out) {
    out.u8(VERSION).u64(batch.commitTs).u64(clockMillis);
    encodeCounters(batch.counterDeltas, out);
    for (KeyRange range : batch.deletedRanges) out.u8(DELETE_RANGE).sized(range.start()).sized(range.end());
    for (int i = 0, n = batch.states.size(); i < n; i++) {
      KeyState state = batch.states.get(i);
      if (state.batch == batch && state.changes()) encode(state, out);
    }
    for (Batch.Reminder r : batch.reminders) out.u8(REMIND).sized(r.key()).u64(r.oldDueMillis()).u64(r.newDueMillis());
  }

  private static void encode(KeyState state, ByteWriter out) {
    if (state.value == null) {
      out.u8(DELETE).sized(state.key);
    } else if (state.replacedBlindly || state.replacedLength < 0) {
      out.u8(PUT).sized(state.key).sized(state.value);
    } else {
      out.u8(PUT_OVER).sized(state.key).sized(state.value).u64(state.replacedTs).varint(state.replacedLength);
    }
  }

  private static void encodeCounters(long[] deltas, ByteWriter out) {
    int used = 0;
    for (long delta : deltas) if (delta != 0) used++;
    out.varint(used);
    for (int i = 0; i < deltas.length; i++) if (deltas[i] != 0) out.varint(i).u64(deltas[i]);
  }

  static void decode(byte[] bytes, Visitor to) {
    ByteReader in = new ByteReader(bytes);
    int version = in.u8();
    if (version != VERSION)
      throw new MalformedBytes("region write of version " + version + ", this build knows " + VERSION);
    to.begin(in.u64(), in.u64());
    for (long n = in.varint(); n > 0; n--) to.count((int) in.varint(), in.u64());
    while (in.remaining() > 0) decodeEffect(in, to);
  }

  private static void decodeEffect(ByteReader in, Visitor to) {
    int effect = in.u8();
    byte[] key = in.sized();
    switch (effect) {
      case PUT -> to.put(key, in.sized());
      case PUT_OVER -> {
        to.put(key, in.sized());
        to.replaced(key, in.u64(), (int) in.varint());
      }
      case DELETE -> to.delete(key);
      case REMIND -> to.remind(key, in.u64(), in.u64());
      case DELETE_RANGE -> to.deleteRange(new KeyRange(key, in.sized()));
      default -> throw new MalformedBytes("unknown effect " + effect);
    }
  }
}
