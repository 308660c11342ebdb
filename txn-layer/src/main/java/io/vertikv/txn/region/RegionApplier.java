package io.vertikv.txn.region;

import io.vertikv.placement.tso.Timestamps;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.Span;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.EntryBytes;
import io.vertikv.store.region.RegionRecord;
import io.vertikv.txn.mvcc.CommitRecord;
import io.vertikv.txn.mvcc.HistoryKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Turns committed entries of a region into engine writes, on the apply thread: versions, reminders, counters, remembered
 * requests, the applied index.
 *
 * <p>The newest version of a key is overwritten in place: one engine operation a write. What it replaces is copied into the
 * history first when the entry says so, and the history's floor says from which timestamp on the history is whole.
 */
final class RegionApplier implements RegionWrite.Visitor {
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] GONE = new byte[0];

  private final long region;
  private final byte[] stateKey;
  private final long retentionMillis;
  private final AppliedState state;
  private final RequestWindow requests;
  private RegionRecord record;
  /** Applied, for the region's loop to take up. */
  private final Queue<RequestWindow.Entry> done = new ConcurrentLinkedQueue<>();
  private final Queue<RegionChange> changes = new ConcurrentLinkedQueue<>();
  private final EngineReader engine;
  private final HistoryGarbage garbage;
  private final ByteWriter head = new ByteWriter(16);
  /** Records of the engine batch that is being filled and that the engine does not show yet; {@link #GONE}: deleted. */
  private final Map<Bytes, byte[]> unwritten = new HashMap<>();
  private final List<KeyRange> unwrittenRanges = new ArrayList<>();
  private long unwrittenGeneration;
  /** The batch that is being filled has writes that {@link #unwritten} does not tell of: none of its history is whole. */
  private boolean unwrittenUnknown;
  private volatile long clockTs;
  private boolean keepHistory;
  private boolean floorsChanged;
  private long index;
  private EngineBatch out;

  RegionApplier(long region, EngineReader engine, RegionMemory memory, RegionConfig config) {
    this.region = region;
    this.stateKey = RegionKeys.appliedState(region);
    this.state = memory.applied();
    this.requests = memory.appliers();
    this.record = memory.record();
    this.engine = engine;
    this.retentionMillis = config.retentionMillis();
    this.garbage = new HistoryGarbage(config.garbageEntriesMax());
  }

  /** Of the apply thread; the loop may look at it only while nothing is being applied. */
  AppliedState state() {
    return state;
  }

  /** Replaced versions that had to be forgotten: work for the collector's scan. */
  long garbageForgotten() {
    return garbage.forgotten();
  }

  void apply(List<LogEntry> entries, EngineBatch batch) {
    out = batch;
    if (unwrittenGeneration != batch.generation()) {
      unwritten.clear();
      unwrittenRanges.clear();
      unwrittenUnknown = false;
      unwrittenGeneration = batch.generation();
    }
    for (LogEntry entry : entries) {
      index = entry.index();
      state.index = entry.index();
      state.term = entry.term();
      switch (entry.kind()) {
        case COMMAND -> command(((EntryBytes) entry.payload()).bytes().array());
        case MEMBERSHIP -> become(record.reconfigured(), List.of());
        case NO_OP -> {}
      }
    }
    if (floorsChanged) batch.put(Family.META, RegionKeys.floors(region), RequestCodec.floors(requests));
    floorsChanged = false;
    boolean dropped = collectGarbage(batch);
    if (dropped || !entries.isEmpty()) batch.put(Family.META, stateKey, state.encode());
    out = null;
  }

  private void command(byte[] command) {
    if (RegionSplit.isSplit(command)) split(RegionSplit.decode(command));
    else RegionWrite.decode(command, this);
  }

  /** One that was made for another epoch is nothing, at every replica. */
  private void split(RegionSplit split) {
    if (!split.fits(record)) {
      changes.add(new RegionChange(index, record, List.of()));
      return;
    }
    RegionRecord before = record;
    // Children begin with this floor, whatever else is applied together with the split, and what is below it goes with theirs.
    raiseFloor();
    become(split.parentAfter(before), new SplitEffects(region, engine, out).make(split, before, state, requests));
    garbage.confine(HistoryKeys.of(record.range()));
  }

  private void become(RegionRecord now, List<RegionChange.NewRegion> children) {
    record = now;
    record.put(region, out);
    changes.add(new RegionChange(index, record, children));
  }

  /** A leader writes nothing while a split of its own is under way, and nothing before it has applied those of others. */
  @Override
  public void regionVersion(long version) {
    if (version != record.epoch().version()) {
      throw new IllegalStateException("a write of version " + version + " of the region at entry " + index
          + ", which is " + record.epoch());
    }
  }

  private boolean collectGarbage(EngineBatch batch) {
    return garbage.collect(raiseFloor(), batch);
  }

  /** Up to here history may go. */
  private long raiseFloor() {
    long safePoint = Timestamps.minusMillis(Math.max(state.commitTs, clockTs), retentionMillis);
    state.historyFloor = Math.max(state.historyFloor, safePoint);
    return safePoint;
  }

  /** Any thread: the time goes on even when nothing is written. */
  void clock(long ts) { clockTs = ts; }

  @Override
  public void begin(long commitTs, long clockMillis, boolean keep) {
    state.commitTs = commitTs;
    state.clockMillis = clockMillis;
    unwrittenUnknown |= !keep;
    keepHistory = !unwrittenUnknown;
    if (!keepHistory) state.historyFloor = commitTs;
    head.clear();
    CommitRecord.head(commitTs, head);
  }

  @Override
  public void requests(List<RequestGroup> groups) {
    byte[] key = RegionKeys.requests(region, index);
    byte[] record = RequestCodec.record(groups);
    out.put(Family.META, key, record);
    RequestWindow.Entry entry = new RequestWindow.Entry(index, groups, key.length + record.length);
    done.add(entry);
    requests.add(entry);
    for (RequestWindow.Entry old = requests.forget(); old != null; old = requests.forget()) {
      out.delete(Family.META, RegionKeys.requests(region, old.index()));
      floorsChanged = true;
    }
  }

  /** On the region's loop: the requests of entries up to this index that were not taken before. */
  void takeRequests(long upTo, Consumer<RequestWindow.Entry> each) {
    for (RequestWindow.Entry next = done.peek(); next != null && next.index() <= upTo; next = done.peek()) {
      done.remove();
      each.accept(next);
    }
  }

  /** On the region's loop: what entries up to this index made of the region and was not taken before. */
  void takeChanges(long upTo, Consumer<RegionChange> each) {
    for (RegionChange next = changes.peek(); next != null && next.index() <= upTo; next = changes.peek()) {
      changes.remove();
      each.accept(next);
    }
  }

  @Override
  public void count(int counter, long delta) { state.count(counter, delta); }

  @Override
  public void put(Span key, Span value) {
    if (keepHistory) replace(key, recordOf(value));
    out.put(Family.WRITE, key, head, value);
  }

  @Override
  public void delete(Span key) {
    if (keepHistory) replace(key, GONE);
    out.delete(Family.WRITE, key);
  }

  private byte[] recordOf(Span value) {
    ByteWriter record = new ByteWriter(head.length() + value.length());
    return record.raw(head.buffer(), 0, head.length()).raw(value.bytes(), value.at(), value.length()).toByteArray();
  }

  private void replace(Span key, byte[] by) {
    byte[] bare = key.toByteArray();
    byte[] before = unwritten.put(Bytes.of(bare), by);
    if (before == null && !deletedAsRange(bare)) before = engine.get(Family.WRITE, bare, ReadTier.DISK);
    if (before == null || before == GONE) return;
    byte[] historyKey = HistoryKeys.of(bare, state.commitTs);
    out.put(Family.HISTORY, historyKey, before);
    garbage.add(state.commitTs, historyKey);
  }

  private boolean deletedAsRange(byte[] key) {
    for (KeyRange range : unwrittenRanges) if (range.contains(key)) return true;
    return false;
  }

  @Override
  public void remind(byte[] userKey, long oldDueMillis, long newDueMillis) {
    if (oldDueMillis != 0) out.delete(Family.TTL, RegionKeys.reminder(region, oldDueMillis, userKey));
    if (newDueMillis != 0) out.put(Family.TTL, RegionKeys.reminder(region, newDueMillis, userKey), NOTHING);
  }

  /** Everything in the range was written by earlier entries, so the engine may drop it as a whole, history included. */
  @Override
  public void deleteRange(KeyRange range) {
    out.deleteRange(Family.WRITE, range);
    out.deleteRange(Family.HISTORY, HistoryKeys.of(range));
    state.historyFloor = state.commitTs;
    unwritten.keySet().removeIf(key -> range.contains(key.array()));
    unwrittenRanges.add(range);
  }
}
