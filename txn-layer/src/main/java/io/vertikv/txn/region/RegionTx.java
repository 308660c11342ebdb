package io.vertikv.txn.region;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.NotInMemory;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tally;
import io.vertikv.txn.Tx;
import io.vertikv.txn.Version;
import io.vertikv.txn.mvcc.MvccCursor;
import io.vertikv.txn.mvcc.MvccReader;
import io.vertikv.txn.mvcc.Versioned;
import io.vertikv.txn.region.KeyState.Knowledge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The transaction of the operation that runs right now at the leader: reads the pending layer, the version cache and the
 * engine's memory; writes straight into the pending layer, with an undo log, so that reading one's own writes costs
 * nothing and a failed operation leaves nothing. One object serves all operations of a region, one after the other.
 */
final class RegionTx implements Tx {
  private enum Kind { ROW, COUNTER, REMINDER, RANGE }

  /** How one row was before, or what else to take back; undone backwards. */
  private static final class Undo {
    Kind kind;
    KeyState state;
    byte[] value;
    Batch batch;
    long commitTs;
    Knowledge knowledge;
    boolean wasAbsent;
    int counter;
    long delta;
  }

  private final KeyTable table;
  private final PendingIndex index;
  private final EngineReader engine;
  private final MemoryTrials trials = new MemoryTrials();
  private final RandomGenerator random;
  private final RegionBounds bounds;
  private final ArrayList<Undo> undo = new ArrayList<>();
  private int undoCount;

  /** Live counters, unapplied batches included. */
  private long[] counters = new long[64];
  private Batch batch;
  private long nowMillis;
  private long lastUniqueId;
  private RandomGenerator operationRandom;
  /** The youngest uncommitted batch that the operation read or wrote: its reply waits for it. */
  private Batch gate;
  private Batch youngestUncommitted;
  private boolean cutAfter;
  private final ArrayList<KeyState> missing = new ArrayList<>();
  private final Tally tally = new Tally();

  RegionTx(RegionBounds bounds, KeyTable table, PendingIndex index, EngineReader engine, RandomGenerator random) {
    this.bounds = bounds;
    this.table = table;
    this.index = index;
    this.engine = engine;
    this.random = random;
  }

  // For the executor.

  /** @param youngestUncommitted the last batch proposed and not committed, or null */
  void beginRun(Batch batch, Batch youngestUncommitted, long nowMillis) {
    this.batch = batch;
    this.youngestUncommitted = youngestUncommitted;
    this.nowMillis = nowMillis;
  }

  void beginOperation() {
    undoCount = 0;
    gate = null;
    cutAfter = false;
    operationRandom = null;
    missing.clear();
  }

  /** Null: nothing uncommitted was touched. */
  Batch gate() { return gate; }

  /** True when the run must end here, so that later writes get a later timestamp. */
  boolean cutAfter() {
    return cutAfter;
  }

  /** Rows that the operation needs and that are not in memory; empty after a scan that was not. */
  ArrayList<KeyState> missing() {
    return missing;
  }

  void rollbackOperation() { rollbackTo(0); }

  /** True when the operation has left any write. */
  boolean wrote() { return undoCount > 0; }

  /** What the operation wrote, roughly. */
  long writtenBytes() {
    long bytes = 0;
    for (int i = 0; i < undoCount; i++) {
      KeyState state = undo.get(i).state;
      if (state != null) bytes += state.sizeBytes();
    }
    return bytes;
  }

  void restoreCounters(long[] values) {
    counters = Arrays.copyOf(values, Math.max(64, values.length));
  }

  long[] counters() { return counters; }

  /** Unique ids given out from here on are greater. */
  void raiseUniqueId(long least) {
    lastUniqueId = Math.max(lastUniqueId, least);
  }

  /** The key's row, made when there is none. A key outside the region has none and never gets one. */
  KeyState row(byte[] key) {
    int hash = table.hash(key);
    KeyState state = table.find(key, hash);
    return state == null ? insert(key, hash) : state;
  }

  private KeyState insert(byte[] key, int hash) {
    if (!bounds.contains(key)) throw KeyOutsideRegion.INSTANCE;
    return table.insert(key, hash);
  }

  boolean mayHave(byte[] key) { return bounds.contains(key); }

  /** The youngest batch that a scan made now could see and that is not committed; null when there is none. */
  Batch youngest() {
    return batch.states.isEmpty() ? youngestUncommitted : batch;
  }

  // Tx.

  @Override
  public byte[] get(byte[] key) { return read(key).value; }

  private KeyState read(byte[] key) {
    KeyState state = row(key);
    if (!state.known()) fetch(state);
    if (state.batch != null && !state.batch.committed) raiseGate(state.batch);
    return state;
  }

  private void fetch(KeyState state) {
    if (state.knowledge == Knowledge.NONE && trials.worthwhile()) {
      try {
        fill(state, MvccReader.newest(engine, state.key, ReadTier.MEMORY));
        trials.hit();
        return;
      } catch (NotInMemory cold) {
        trials.miss();
      }
    }
    missing.add(state);
    throw NotInMemory.INSTANCE;
  }

  void fill(KeyState state, Versioned newest) {
    state.knowledge = Knowledge.NEWEST;
    state.value = newest.value();
    state.commitTs = newest.commitTs();
    if (newest.value() != null) table.resized(newest.value().length);
  }

  private void raiseGate(Batch by) {
    if (gate == null || by.sequence > gate.sequence) gate = by;
  }

  @Override
  public void put(byte[] key, byte[] value) { write(key, value); }

  @Override
  public void delete(byte[] key) { write(key, null); }

  private void write(byte[] key, byte[] value) {
    KeyState state = row(key);
    if (value == null && state.knowledge == Knowledge.NEWEST && state.value == null) return;
    remember(state);
    if (state.batch != batch) {
      enter(state);
      batch.states.add(state);
      index.add(state);
      state.batch = batch;
    }
    table.resized((value == null ? 0 : value.length) - (state.value == null ? 0 : state.value.length));
    state.value = value;
    raiseGate(batch);
  }

  /** The state's first write in this batch. */
  private static void enter(KeyState state) {
    state.wasAbsent = state.known() && state.value == null;
    if (!state.known()) state.knowledge = Knowledge.BLIND;
  }

  private void remember(KeyState state) {
    Undo u = nextUndo(Kind.ROW);
    u.state = state;
    u.value = state.value;
    u.batch = state.batch;
    u.commitTs = state.commitTs;
    u.knowledge = state.knowledge;
    u.wasAbsent = state.wasAbsent;
  }

  private Undo nextUndo(Kind kind) {
    if (undoCount == undo.size()) undo.add(new Undo());
    Undo u = undo.get(undoCount++);
    u.kind = kind;
    return u;
  }

  @Override
  public int savepoint() { return undoCount; }

  @Override
  public void rollbackTo(int savepoint) {
    while (undoCount > savepoint) {
      Undo u = undo.get(--undoCount);
      switch (u.kind) {
        case ROW -> restore(u);
        case COUNTER -> addToCounter(u.counter, -u.delta);
        case REMINDER -> batch.reminders.removeLast();
        case RANGE -> batch.deletedRanges.removeLast();
      }
      u.state = null;
      u.value = null;
      u.batch = null;
    }
  }

  private void restore(Undo u) {
    KeyState state = u.state;
    table.resized((u.value == null ? 0 : u.value.length) - (state.value == null ? 0 : state.value.length));
    if (state.batch == batch && u.batch != batch) batch.states.removeLast();
    state.value = u.value;
    state.batch = u.batch;
    state.commitTs = u.commitTs;
    state.knowledge = u.knowledge;
    state.wasAbsent = u.wasAbsent;
  }

  @Override
  public Tally tally() { return tally; }

  @Override
  public KeyRange range() { return bounds.range(); }

  @Override
  public Cursor scan(KeyRange wanted, Direction direction) {
    KeyRange range = bounds.range().intersect(wanted);
    gateOnEverything();
    List<KeyState> pending = index.in(range);
    List<Overlay.Entry> entries = new ArrayList<>(pending.size());
    for (KeyState state : pending) entries.add(new Overlay.Entry(state.key, state.value));
    Cursor below = new MvccCursor(engine, range, direction, ReadTier.MEMORY);
    if (entries.isEmpty()) return below;
    return new Overlay(direction == Direction.FORWARD ? entries : entries.reversed(), below, direction);
  }

  /** A scan may have seen any batch; finding out which is dearer than waiting for the youngest. */
  private void gateOnEverything() {
    Batch youngest = youngest();
    if (youngest != null) raiseGate(youngest);
  }

  @Override
  public long nowMillis() { return nowMillis; }

  @Override
  public long uniqueId() { return ++lastUniqueId; }

  @Override
  public RandomGenerator random() {
    if (operationRandom == null) operationRandom = new SplittableRandom(random.nextLong());
    return operationRandom;
  }

  @Override
  public void remind(byte[] key, long oldDueMillis, long newDueMillis) {
    nextUndo(Kind.REMINDER);
    batch.reminders.add(new Batch.Reminder(key, oldDueMillis, newDueMillis));
    raiseGate(batch);
  }

  @Override
  public Cursor due(long fromMillis, long untilMillis) {
    gateOnEverything();
    return new DueCursor(engine, bounds.region().id(), fromMillis, untilMillis, ReadTier.MEMORY);
  }

  @Override
  public void count(int counter, long delta) {
    Undo u = nextUndo(Kind.COUNTER);
    u.counter = counter;
    u.delta = delta;
    addToCounter(counter, delta);
    raiseGate(batch);
  }

  private void addToCounter(int counter, long delta) {
    if (counter >= counters.length) counters = Arrays.copyOf(counters, counter + 8);
    counters[counter] += delta;
    batch.count(counter, delta);
  }

  @Override
  public long counter(int counter) {
    gateOnEverything();
    return counter < counters.length ? counters[counter] : 0;
  }

  @Override
  public Version version(byte[] key) {
    KeyState state = read(key);
    if (state.batch == batch) cutAfter = true;
    if (state.batch != null) return state.batch;
    long commitTs = state.commitTs;
    return () -> commitTs;
  }

  @Override
  public void deleteRange(KeyRange range) {
    nextUndo(Kind.RANGE);
    batch.deletedRanges.add(bounds.range().intersect(range));
    raiseGate(batch);
  }
}
