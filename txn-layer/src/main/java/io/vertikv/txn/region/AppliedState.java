package io.vertikv.txn.region;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import java.util.Arrays;

/**
 * How far a region's replica has come, written in the same engine batch as the data, so that a restart goes on from exactly
 * there.
 *
 * <pre>
 * version u8 = 1 | applied index u64 | term u64 | last commit_ts u64 | clock ms u64
 *     | history floor u64 | counters varint, value i64*
 * </pre>
 */
final class AppliedState {
  private static final int VERSION = 1;

  long index;
  long term;
  long commitTs;
  long clockMillis;
  /** Readers at or after this timestamp find every version that they need. */
  long historyFloor;
  long[] counters = new long[0];

  void count(int counter, long delta) {
    if (counter >= counters.length) counters = Arrays.copyOf(counters, counter + 8);
    counters[counter] += delta;
  }

  /** How a region begins that split off this one: see {@link SplitEffects}. */
  AppliedState ofChild() {
    AppliedState child = new AppliedState();
    child.index = index;
    child.commitTs = commitTs;
    child.clockMillis = clockMillis;
    child.historyFloor = historyFloor;
    return child;
  }

  byte[] encode() {
    ByteWriter out = new ByteWriter(64 + 8 * counters.length);
    out.u8(VERSION).u64(index).u64(term).u64(commitTs).u64(clockMillis).u64(historyFloor).varint(counters.length);
    for (long counter : counters) out.u64(counter);
    return out.toByteArray();
  }

  /** Null: a replica that has applied nothing. */
  static AppliedState decode(byte[] bytes) {
    AppliedState state = new AppliedState();
    if (bytes == null) return state;
    ByteReader in = new ByteReader(bytes);
    if (in.u8() != VERSION) throw new MalformedBytes("applied state of an unknown version");
    state.index = in.u64();
    state.term = in.u64();
    state.commitTs = in.u64();
    state.clockMillis = in.u64();
    state.historyFloor = in.u64();
    long count = in.varint();
    if (count < 0 || count * 8 != in.remaining()) throw new MalformedBytes(count + " counters");
    state.counters = new long[(int) count];
    for (int i = 0; i < count; i++) state.counters[i] = in.u64();
    return state;
  }

  /** What the engine holds for a region; {@link ReadTier#FLUSHED}: what would survive a crash. Blocks. */
  static AppliedState read(EngineReader engine, long region, ReadTier tier) {
    return decode(engine.get(Family.META, RegionKeys.appliedState(region), tier));
  }
}
