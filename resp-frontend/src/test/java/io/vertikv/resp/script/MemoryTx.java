package io.vertikv.resp.script;

import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tally;
import io.vertikv.txn.Tx;
import io.vertikv.txn.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A transaction over sorted maps, for tests of types and commands: every write takes effect at once. */
public final class MemoryTx implements Tx {
  private final NavigableMap<byte[], byte[]> data = new TreeMap<>(Arrays::compareUnsigned);
  private final NavigableMap<byte[], Long> versions = new TreeMap<>(Arrays::compareUnsigned);
  private final NavigableMap<byte[], Long> reminders = new TreeMap<>(Arrays::compareUnsigned);
  private final List<Map.Entry<byte[], Long>> orphans = new ArrayList<>();
  private final long[] counters = new long[64];
  private final List<Runnable> undo = new ArrayList<>();
  private final RandomGenerator random = new Random(42);
  private long nowMillis = 1_700_000_000_000L;
  private long uniqueId = 1000;
  private final Tally tally = new Tally();
  private long writes;

  /** Moves the clock. */
  public void advance(long millis) { nowMillis += millis; }

  public void clock(long millis) { nowMillis = millis; }

  /** All stored keys, for tests that look at the layout. */
  public NavigableMap<byte[], byte[]> data() { return data; }

  /** Reminders that a deleted range left behind: key and due time. */
  public List<Map.Entry<byte[], Long>> orphans() {
    return orphans;
  }

  /** Due times by key, as reminded. */
  public NavigableMap<byte[], Long> reminders() { return reminders; }

  @Override
  public Tally tally() { return tally; }

  @Override
  public byte[] get(byte[] key) { return data.get(key); }

  @Override
  public void put(byte[] key, byte[] value) { change(key, value); }

  @Override
  public void delete(byte[] key) { change(key, null); }

  private void change(byte[] key, byte[] value) {
    byte[] before = value == null ? data.remove(key) : data.put(key, value);
    Long version = versions.put(key, ++writes);
    undo.add(() -> {
      if (before == null) data.remove(key);
      else data.put(key, before);
      if (version == null) versions.remove(key);
      else versions.put(key, version);
    });
  }

  @Override
  public Cursor scan(KeyRange range, Direction direction) {
    NavigableMap<byte[], byte[]> part = range.unbounded()
        ? data.tailMap(range.start(), true)
        : Arrays.compareUnsigned(range.start(), range.end()) >= 0
            ? new TreeMap<>(Arrays::compareUnsigned)
            : data.subMap(range.start(), true, range.end(), false);
    NavigableMap<byte[], byte[]> copy = new TreeMap<>(Arrays::compareUnsigned);
    copy.putAll(part);
    return new MapCursor((direction == Direction.FORWARD ? copy : copy.descendingMap()).entrySet().iterator());
  }

  private static final class MapCursor implements Cursor {
    private final Iterator<Map.Entry<byte[], byte[]>> entries;
    private Map.Entry<byte[], byte[]> at;

    MapCursor(Iterator<Map.Entry<byte[], byte[]>> entries) { this.entries = entries; }

    @Override
    public boolean next() {
      at = entries.hasNext() ? entries.next() : null;
      return at != null;
    }

    @Override
    public byte[] key() { return at.getKey(); }

    @Override
    public byte[] value() { return at.getValue(); }

    @Override
    public void close() {}
  }

  @Override
  public long nowMillis() { return nowMillis; }

  @Override
  public long uniqueId() { return ++uniqueId; }

  @Override
  public RandomGenerator random() { return random; }

  @Override
  public void remind(byte[] key, long oldDueMillis, long newDueMillis) {
    if (newDueMillis == 0 && forget(key, oldDueMillis)) return;
    Long stored = reminders.get(key);
    if ((stored == null ? 0 : stored) != oldDueMillis) {
      throw new AssertionError("reminder is " + stored + ", not " + oldDueMillis);
    }
    // The index holds keys under due times: the same pair twice is one entry.
    forget(key, newDueMillis);
    setReminder(key, newDueMillis);
    undo.add(() -> setReminder(key, oldDueMillis));
  }

  /** True when it was one whose key a deleted range held. */
  private boolean forget(byte[] key, long dueMillis) {
    return orphans.removeIf(o -> Arrays.equals(o.getKey(), key) && o.getValue() == dueMillis);
  }

  private void setReminder(byte[] key, long dueMillis) {
    if (dueMillis == 0) reminders.remove(key);
    else reminders.put(key, dueMillis);
  }

  @Override
  public Cursor due(long fromMillis, long untilMillis) {
    List<Map.Entry<byte[], byte[]>> due = new ArrayList<>();
    Stream.concat(reminders.entrySet().stream(), orphans.stream())
        .filter(e -> e.getValue() >= fromMillis && e.getValue() <= untilMillis)
        .sorted(Map.Entry.comparingByValue())
        .forEach(e -> due.add(Map.entry(e.getKey(), new ByteWriter(8).u64(e.getValue()).toByteArray())));
    return new MapCursor(due.iterator());
  }

  @Override
  public void count(int counter, long delta) {
    counters[counter] += delta;
    undo.add(() -> counters[counter] -= delta);
  }

  @Override
  public long counter(int counter) { return counters[counter]; }

  @Override
  public Version version(byte[] key) {
    long version = versions.getOrDefault(key, 0L);
    return () -> version;
  }

  @Override
  public void deleteRange(KeyRange range) {
    List<byte[]> keys = new ArrayList<>();
    for (byte[] key : data.tailMap(range.start(), true).keySet()) if (range.contains(key)) keys.add(key);
    keys.forEach(this::delete);
    reminders.entrySet().removeIf(e -> range.contains(e.getKey()) && orphans.add(Map.entry(e.getKey(), e.getValue())));
  }

  /** What was written so far stays: the end of an operation. */
  public void commit() { undo.clear(); }

  @Override
  public int savepoint() { return undo.size(); }

  @Override
  public void rollbackTo(int savepoint) {
    while (undo.size() > savepoint) undo.removeLast().run();
  }
}
