package io.vertikv.txn.region;

import io.vertikv.placement.tso.Timestamps;
import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.group.EntryBytes;
import io.vertikv.txn.mvcc.CommitRecord;
import io.vertikv.txn.mvcc.MvccKeys;
import java.util.List;

/**
 * Turns committed entries of a region into engine writes, on the apply thread: versions, reminders, counters, the applied
 * index; and drops superseded versions once they are older than the safe point.
 */
final class RegionApplier implements RegionWrite.Visitor {
  private static final byte[] NOTHING = new byte[0];

  private final long region;
  private final byte[] stateKey;
  private final long retentionMillis;
  private final AppliedState state;
  private final VersionGarbage garbage;
  private final ByteWriter value = new ByteWriter(256);
  private final ByteWriter key = new ByteWriter(64);
  private volatile long clockTs;
  private EngineBatch out;

  RegionApplier(long region, EngineReader engine, AppliedState state, RegionConfig config) {
    this.region = region;
    this.stateKey = RegionKeys.appliedState(region);
    this.state = state;
    this.retentionMillis = config.retentionMillis();
    this.garbage = new VersionGarbage(engine, config.garbageEntriesMax());
  }

  /** Of the apply thread; the loop may look at it only while nothing is being applied. */
  AppliedState state() {
    return state;
  }

  /** Superseded versions that had to be forgotten: work for the collector's scan. */
  long garbageForgotten() {
    return garbage.forgotten();
  }

  void apply(List<LogEntry> entries, EngineBatch batch) {
    out = batch;
    for (LogEntry entry : entries) {
      if (entry.kind() == EntryKind.COMMAND) {
        RegionWrite.decode(((EntryBytes) entry.payload()).bytes().array(), this);
      }
      state.index = entry.index();
      state.term = entry.term();
    }
    garbage.collect(safePoint(), batch);
    if (!entries.isEmpty()) batch.put(Family.META, stateKey, state.encode());
    out = null;
  }

  /** Any thread: the time goes on even when nothing is written. */
  void clock(long ts) { clockTs = ts; }

  /** Versions that were superseded at or before it are not needed any more. */
  long safePoint() {
    return Timestamps.minusMillis(Math.max(state.commitTs, clockTs), retentionMillis);
  }

  @Override
  public void begin(long commitTs, long clockMillis) {
    state.commitTs = commitTs;
    state.clockMillis = clockMillis;
  }

  @Override
  public void count(int counter, long delta) { state.count(counter, delta); }

  @Override
  public void put(byte[] userKey, byte[] bytes) {
    byte[] versioned = MvccKeys.versioned(userKey, state.commitTs);
    if (CommitRecord.isInline(bytes.length)) {
      key.clear();
      value.clear();
      key.raw(versioned);
      value.u8(CommitRecord.inlineMark()).raw(bytes);
      out.put(Family.WRITE, key, value);
    } else {
      out.put(Family.DATA, versioned, bytes);
      out.put(Family.WRITE, versioned, CommitRecord.longPut());
    }
  }

  @Override
  public void delete(byte[] userKey) {
    byte[] versioned = MvccKeys.versioned(userKey, state.commitTs);
    out.put(Family.WRITE, versioned, CommitRecord.delete());
    garbage.deleted(state.commitTs, versioned);
  }

  @Override
  public void replaced(byte[] userKey, long commitTs, int valueLength) {
    garbage.replaced(state.commitTs, MvccKeys.versioned(userKey, commitTs), !CommitRecord.isInline(valueLength));
  }

  @Override
  public void remind(byte[] userKey, long oldDueMillis, long newDueMillis) {
    if (oldDueMillis != 0) out.delete(Family.TTL, RegionKeys.reminder(region, oldDueMillis, userKey));
    if (newDueMillis != 0) out.put(Family.TTL, RegionKeys.reminder(region, newDueMillis, userKey), NOTHING);
  }

  /** Everything in the range was written by earlier entries, so the engine may drop it as a whole. */
  @Override
  public void deleteRange(KeyRange range) {
    KeyRange versions = MvccKeys.versionsOf(range);
    out.deleteRange(Family.WRITE, versions);
    out.deleteRange(Family.DATA, versions);
  }
}
