package io.vertikv.txn.region;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.region.Region;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tally;
import io.vertikv.txn.Tx;
import io.vertikv.txn.Version;
import io.vertikv.txn.mvcc.MvccCursor;
import io.vertikv.txn.mvcc.MvccReader;
import io.vertikv.txn.mvcc.Versioned;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The transaction of an operation that runs on a worker, with reads that may block: over a snapshot of the engine and what
 * was pending when it was detached. Its writes are collected and installed by the executor, which has stood still for it.
 */
final class DetachedTx implements Tx {
  /** A row as it was pending; value null: deleted. */
  record PendingRow(byte[] value, Version version) {}

  /** What only the region's loop can hand out; taken before the operation leaves it. */
  record Moment(Region region, long nowMillis, long firstUniqueId, RandomGenerator random, long[] counters) {}

  private static final byte[] DELETED = new byte[0];

  private final EngineReader engine;
  private final NavigableMap<byte[], PendingRow> pending;
  private final Moment moment;
  /** {@link #DELETED} by identity: deleted. */
  private final NavigableMap<byte[], byte[]> written = new TreeMap<>(Arrays::compareUnsigned);
  private final List<Batch.Reminder> reminders = new ArrayList<>();
  private final List<KeyRange> deletedRanges = new ArrayList<>();
  private long[] deltas = new long[0];
  private final ArrayList<Runnable> undo = new ArrayList<>();
  private final Tally tally = new Tally();
  private long uniqueIds;

  DetachedTx(EngineReader engine, NavigableMap<byte[], PendingRow> pending, Moment moment) {
    this.engine = engine;
    this.pending = pending;
    this.moment = moment;
  }

  /** Repeats all writes on the region's own transaction. */
  void installOn(RegionTx tx) {
    deletedRanges.forEach(tx::deleteRange);
    written.forEach((key, value) -> {
      if (value == DELETED) tx.delete(key);
      else tx.put(key, value);
    });
    reminders.forEach(r -> tx.remind(r.key(), r.oldDueMillis(), r.newDueMillis()));
    for (int i = 0; i < deltas.length; i++) if (deltas[i] != 0) tx.count(i, deltas[i]);
    tx.raiseUniqueId(moment.firstUniqueId() + uniqueIds);
  }

  boolean deletesRanges() { return !deletedRanges.isEmpty(); }

  @Override
  public Tally tally() { return tally; }

  @Override
  public byte[] get(byte[] key) {
    require(key);
    byte[] own = written.get(key);
    if (own != null) return own == DELETED ? null : own;
    PendingRow row = pending.get(key);
    return row != null ? row.value() : MvccReader.newest(engine, key, ReadTier.DISK).value();
  }

  @Override
  public void put(byte[] key, byte[] value) { write(key, value); }

  @Override
  public void delete(byte[] key) { write(key, DELETED); }

  private void require(byte[] key) {
    if (!range().contains(key)) throw KeyOutsideRegion.INSTANCE;
  }

  private void write(byte[] key, byte[] value) {
    require(key);
    byte[] before = written.put(key, value);
    undo.add(() -> {
      if (before == null) written.remove(key);
      else written.put(key, before);
    });
  }

  @Override
  public KeyRange range() { return moment.region().range(); }

  @Override
  public Cursor scan(KeyRange wanted, Direction direction) {
    KeyRange range = range().intersect(wanted);
    NavigableMap<byte[], byte[]> over = new TreeMap<>(Arrays::compareUnsigned);
    part(pending, range).forEach((key, row) -> over.put(key, row.value() == null ? DELETED : row.value()));
    over.putAll(part(written, range));
    List<Overlay.Entry> entries = new ArrayList<>(over.size());
    over.forEach((key, value) -> entries.add(new Overlay.Entry(key, value == DELETED ? null : value)));
    Cursor below = new MvccCursor(engine, range, direction, ReadTier.DISK);
    return new Overlay(direction == Direction.FORWARD ? entries : entries.reversed(), below, direction);
  }

  private static <V> NavigableMap<byte[], V> part(NavigableMap<byte[], V> map, KeyRange range) {
    if (range.unbounded()) return map.tailMap(range.start(), true);
    boolean empty = Arrays.compareUnsigned(range.start(), range.end()) >= 0;
    return map.subMap(range.start(), true, empty ? range.start() : range.end(), false);
  }

  @Override
  public long nowMillis() { return moment.nowMillis(); }

  @Override
  public long uniqueId() { return moment.firstUniqueId() + ++uniqueIds; }

  @Override
  public RandomGenerator random() { return moment.random(); }

  @Override
  public void remind(byte[] key, long oldDueMillis, long newDueMillis) {
    reminders.add(new Batch.Reminder(key, oldDueMillis, newDueMillis));
    undo.add(reminders::removeLast);
  }

  @Override
  public Cursor due(long fromMillis, long untilMillis) {
    return new DueCursor(engine, moment.region().id(), fromMillis, untilMillis, ReadTier.DISK);
  }

  @Override
  public void count(int counter, long delta) {
    if (counter >= deltas.length) deltas = Arrays.copyOf(deltas, counter + 8);
    deltas[counter] += delta;
    undo.add(() -> deltas[counter] -= delta);
  }

  @Override
  public long counter(int counter) { return at(moment.counters(), counter) + at(deltas, counter); }

  private static long at(long[] counters, int counter) { return counter < counters.length ? counters[counter] : 0; }

  @Override
  public Version version(byte[] key) {
    require(key);
    PendingRow row = pending.get(key);
    if (row != null) return row.version();
    Versioned newest = MvccReader.newest(engine, key, ReadTier.DISK);
    return newest::commitTs;
  }

  @Override
  public void deleteRange(KeyRange range) {
    deletedRanges.add(range().intersect(range));
    undo.add(deletedRanges::removeLast);
  }

  @Override
  public int savepoint() { return undo.size(); }

  @Override
  public void rollbackTo(int savepoint) {
    while (undo.size() > savepoint) undo.removeLast().run();
  }
}
