package io.vertikv.raft;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.EntryRead;
import io.vertikv.raft.log.HardState;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.log.LogReader;
import io.vertikv.raft.ready.LogAppend;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A host's log in a test: what was given is readable at once, what was synced survives {@link #crash}. Appends become
 * durable one after the other, whenever the test says.
 */
final class StableLog implements LogReader {
  private final ArrayList<LogEntry> given = new ArrayList<>();
  private final ArrayDeque<LogAppend> unsynced = new ArrayDeque<>();
  private final ArrayList<LogEntry> durable = new ArrayList<>();
  private LogMark base = LogMark.ZERO;
  private HardState hardState = HardState.EMPTY;
  private boolean coldReads;

  /** What a disk holds before the story begins. */
  void preset(long term, long... logTerms) {
    hardState = new HardState(term, 0, 0);
    for (int i = 0; i < logTerms.length; i++)
      durable.add(new LogEntry(i + 1, logTerms[i], EntryKind.COMMAND, new Command("old" + (i + 1))));
    given.addAll(durable);
  }

  void give(LogAppend append) {
    put(given, append);
    unsynced.addLast(append);
  }

  /** Makes the oldest append durable. */
  Optional<LogAppend> syncOne() {
    LogAppend append = unsynced.pollFirst();
    if (append == null) return Optional.empty();
    put(durable, append);
    hardState = append.hardState();
    return Optional.of(append);
  }

  int unsyncedCount() { return unsynced.size(); }

  /** The power goes: what was not synced is gone. */
  void crash() {
    unsynced.clear();
    given.clear();
    given.addAll(durable);
  }

  /** Cuts the log up to an index that is durable and applied. */
  void compact(long index) {
    base = new LogMark(index, term(index));
    given.removeIf(entry -> entry.index() <= index);
    durable.removeIf(entry -> entry.index() <= index);
  }

  /** The log of a snapshot: empty, after its mark. The appends still queued are written before it. */
  void reset(LogMark snapshot) {
    while (syncOne().isPresent()) {}
    base = snapshot;
    given.clear();
    durable.clear();
  }

  void coldReads(boolean cold) { coldReads = cold; }

  HardState hardState() { return hardState; }

  List<LogEntry> entries() { return given; }

  LogEntry entry(long index) { return given.get((int) (index - base.index() - 1)); }

  LogMark base() { return base; }

  @Override
  public long firstIndex() { return base.index() + 1; }

  @Override
  public long lastIndex() { return base.index() + given.size(); }

  @Override
  public long term(long index) { return index == base.index() ? base.term() : entry(index).term(); }

  @Override
  public EntryRead entries(long first, long last, int bytesMax) {
    if (first <= base.index()) return new EntryRead.Compacted();
    if (coldReads) return new EntryRead.Loading();
    List<LogEntry> found = new ArrayList<>();
    long bytes = 0;
    for (long index = first; index <= last; index++) {
      bytes += entry(index).sizeBytes();
      if (!found.isEmpty() && bytes > bytesMax) break;
      found.add(entry(index));
    }
    return new EntryRead.Available(List.copyOf(found));
  }

  private void put(List<LogEntry> log, LogAppend append) {
    if (append.truncateFrom() != 0) log.removeIf(entry -> entry.index() >= append.truncateFrom());
    for (LogEntry entry : append.entries()) {
      long expected = log.isEmpty() ? base.index() + 1 : log.getLast().index() + 1;
      if (entry.index() <= base.index()) continue;
      if (entry.index() != expected)
        throw new AssertionError("entry " + entry.index() + " where " + expected + " belongs");
      log.add(entry);
    }
  }

}
