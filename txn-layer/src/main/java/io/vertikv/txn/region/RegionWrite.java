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
 * effect: PUT          u8 = 1 | key sized | value sized
 *         PUT_OVER     u8 = 2 | key sized | value sized | replaced
 *         DELETE_OVER  u8 = 3 | key sized | replaced
 *         DELETE_BLIND u8 = 4 | key sized                       what it replaces is not known
 *         REMIND       u8 = 5 | key sized | old due ms u64 | new due ms u64
 *         DELETE_RANGE u8 = 6 | start sized | end sized
 * replaced: commit_ts u64 | value length + 1 varint (0: it was a deletion)
 * sized: length varint | bytes
 * </pre>
 *
 * Replicas use {@code replaced} to drop the superseded version once the safe point has passed, without looking for it.
 */
final class RegionWrite {
  private static final int VERSION = 1;
  private static final int PUT = 1;
  private static final int PUT_OVER = 2;
  private static final int DELETE_OVER = 3;
  private static final int DELETE_BLIND = 4;
  private static final int REMIND = 5;
  private static final int DELETE_RANGE = 6;

  private RegionWrite() {}

  /** Receives the effects in order. */
  interface Visitor {
    void begin(long commitTs, long clockMillis);

    void count(int counter, long delta);

    void put(byte[] key, byte[] value);

    void delete(byte[] key, boolean blind);

    /** Follows the put or delete that superseded this version; valueLength -1: it was a deletion. */
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
    boolean over = !state.replacedBlindly && state.replacedTs != 0;
    if (state.value != null) {
      out.u8(over ? PUT_OVER : PUT).sized(state.key).sized(state.value);
    } else {
      out.u8(over ? DELETE_OVER : DELETE_BLIND).sized(state.key);
    }
    if (over) out.u64(state.replacedTs).varint(state.replacedLength + 1);
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
    if (version != VERSION) throw new MalformedBytes("region write of version " + version + ", this build knows " + VERSION);
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
        to.replaced(key, in.u64(), (int) in.varint() - 1);
      }
      case DELETE_OVER -> {
        to.delete(key, false);
        to.replaced(key, in.u64(), (int) in.varint() - 1);
      }
      case DELETE_BLIND -> to.delete(key, true);
      case REMIND -> to.remind(key, in.u64(), in.u64());
      case DELETE_RANGE -> to.deleteRange(new KeyRange(key, in.sized()));
      default -> throw new MalformedBytes("unknown effect " + effect);
    }
  }
}
