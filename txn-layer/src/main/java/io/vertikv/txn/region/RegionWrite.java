package io.vertikv.txn.region;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.bytes.Span;
import io.vertikv.store.region.RegionEpoch;
import java.util.List;

/**
 * The effects of a batch as replicated: what to put and delete, never how it was decided.
 *
 * <pre>
 * version u8 = 3 | region version varint | commit_ts u64 | clock ms u64 | keep u8 | requests | counters varint, (counter varint, delta i64)* | effect*
 * region version: of the epoch that it was written in; not in versions 1 and 2, which are of the first one
 * requests: those that are remembered, with their outcomes ({@link RequestCodec}); not in version 1
 * keep: 1 when what the effects replace goes to the history, 0 when it is gone
 * effect: PUT          u8 = 1 | key sized | value sized
 *         DELETE       u8 = 2 | key sized
 *         REMIND       u8 = 3 | key sized | old due ms u64 | new due ms u64
 *         DELETE_RANGE u8 = 4 | start sized | end sized
 * sized: length varint | bytes
 * </pre>
 */
final class RegionWrite {
  private static final int VERSION = 3;
  /** Written for as long as the region was never split, so that older builds can read it. */
  private static final int OF_FIRST_EPOCH = 2;
  private static final int WITHOUT_REQUESTS = 1;
  private static final int PUT = 1;
  private static final int DELETE = 2;
  private static final int REMIND = 3;
  private static final int DELETE_RANGE = 4;

  private RegionWrite() {}

  /** Receives the effects in order. Spans are valid during the call. */
  interface Visitor {
    /** Comes first. */
    void regionVersion(long version);

    void begin(long commitTs, long clockMillis, boolean keepHistory);

    /** Only when there are some. */
    void requests(List<RequestGroup> done);

    void count(int counter, long delta);

    void put(Span key, Span value);

    void delete(Span key);

    void remind(byte[] key, long oldDueMillis, long newDueMillis);

    void deleteRange(KeyRange range);
  }

  static void encode(Batch batch, long regionVersion, long clockMillis, boolean keepHistory, ByteWriter out) {
    if (regionVersion == RegionEpoch.FIRST.version()) out.u8(OF_FIRST_EPOCH);
    else out.u8(VERSION).varint(regionVersion);
    out.u64(batch.commitTs).u64(clockMillis).u8(keepHistory ? 1 : 0);
    RequestCodec.encode(batch.requests, out);
    encodeCounters(batch.counterDeltas, out);
    for (KeyRange range : batch.deletedRanges) out.u8(DELETE_RANGE).sized(range.start()).sized(range.end());
    for (int i = 0, n = batch.states.size(); i < n; i++) {
      KeyState state = batch.states.get(i);
      if (state.batch != batch || !state.changes()) continue;
      if (state.value == null) out.u8(DELETE).sized(state.key);
      else out.u8(PUT).sized(state.key).sized(state.value);
    }
    for (Batch.Reminder r : batch.reminders) out.u8(REMIND).sized(r.key()).u64(r.oldDueMillis()).u64(r.newDueMillis());
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
    if (version > VERSION || version < WITHOUT_REQUESTS)
      throw new MalformedBytes("region write of version " + version + ", this build knows " + VERSION);
    to.regionVersion(version == VERSION ? in.varint() : RegionEpoch.FIRST.version());
    to.begin(in.u64(), in.u64(), in.u8() != 0);
    List<RequestGroup> requests = version == WITHOUT_REQUESTS ? List.of() : RequestCodec.decode(in);
    if (!requests.isEmpty()) to.requests(requests);
    for (long n = in.varint(); n > 0; n--) to.count((int) in.varint(), in.u64());
    Span key = new Span();
    Span value = new Span();
    while (in.remaining() > 0) {
      int effect = in.u8();
      switch (effect) {
        case PUT -> to.put(in.sized(key), in.sized(value));
        case DELETE -> to.delete(in.sized(key));
        case REMIND -> to.remind(in.sized(), in.u64(), in.u64());
        case DELETE_RANGE -> to.deleteRange(new KeyRange(in.sized(), in.sized()));
        default -> throw new MalformedBytes("unknown effect " + effect);
      }
    }
  }
}
