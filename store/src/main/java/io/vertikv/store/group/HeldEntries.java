package io.vertikv.store.group;

import io.vertikv.raft.invariant.Invariant;
import io.vertikv.raft.log.LogEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest entries of a log, without a hole up to its end, in a ring: from when Raft hands them out until the state
 * machine has been given them. What is durable may be dropped earlier, for it can be read from the log again.
 */
final class HeldEntries {
  private static final int INITIAL_SLOTS = 16;

  private LogEntry[] ring = new LogEntry[INITIAL_SLOTS];
  private long first;
  private int count;
  private long bytes;

  boolean isEmpty() { return count == 0; }

  /** Of the oldest one held; {@code Long.MAX_VALUE} when there is none. */
  long firstIndex() {
    return count == 0 ? Long.MAX_VALUE : first;
  }

  long lastIndex() { return first + count - 1; }

  long sizeBytes() { return bytes; }

  LogEntry at(long index) { return ring[slot(index)]; }

  void add(LogEntry entry) {
    if (count == 0) first = entry.index();
    Invariant.check(entry.index() == first + count, "entry %s follows %s", entry.index(), lastIndex());
    if (count == ring.length) grow();
    ring[slot(entry.index())] = entry;
    count++;
    bytes += entry.sizeBytes();
  }

  LogEntry removeFirst() {
    int slot = slot(first);
    LogEntry entry = ring[slot];
    ring[slot] = null;
    first++;
    count--;
    bytes -= entry.sizeBytes();
    return entry;
  }

  void truncate(long from) {
    while (count > 0 && lastIndex() >= from) {
      int slot = slot(lastIndex());
      bytes -= ring[slot].sizeBytes();
      ring[slot] = null;
      count--;
    }
  }

  void clear() { truncate(0); }

  /** Entries from an index that is held to {@code last}; all but the first fit into the bytes. */
  List<LogEntry> range(long from, long last, int bytesMax) {
    List<LogEntry> found = new ArrayList<>();
    long sum = 0;
    for (long index = from; index <= Math.min(last, lastIndex()); index++) {
      LogEntry entry = at(index);
      sum += entry.sizeBytes();
      if (sum > bytesMax && !found.isEmpty()) break;
      found.add(entry);
    }
    return found;
  }

  private int slot(long index) { return (int) (index & ring.length - 1); }

  private void grow() {
    LogEntry[] larger = new LogEntry[ring.length * 2];
    for (long index = first; index < first + count; index++) {
      larger[(int) (index & larger.length - 1)] = ring[slot(index)];
    }
    ring = larger;
  }
}
