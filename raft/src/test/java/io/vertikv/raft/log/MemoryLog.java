package io.vertikv.raft.log;

import java.util.ArrayList;
import java.util.List;

/** A host's log for the tests of this package. */
final class MemoryLog implements LogReader {
  private final List<LogEntry> entries = new ArrayList<>();
  private LogMark base = LogMark.ZERO;
  private int questions;

  static MemoryLog ofTerms(LogMark base, long... terms) {
    MemoryLog log = new MemoryLog();
    log.base = base;
    for (long term : terms) log.put(new LogEntry(log.lastIndex() + 1, term, EntryKind.COMMAND, Payload.NONE));
    return log;
  }

  void put(LogEntry entry) {
    entries.removeIf(old -> old.index() >= entry.index());
    entries.add(entry);
  }

  int questions() { return questions; }

  @Override
  public long firstIndex() { return base.index() + 1; }

  @Override
  public long lastIndex() { return base.index() + entries.size(); }

  @Override
  public long term(long index) {
    questions++;
    return index == base.index() ? base.term() : entries.get((int) (index - base.index() - 1)).term();
  }

  @Override
  public EntryRead entries(long first, long last, int bytesMax) {
    return new EntryRead.Available(
        List.copyOf(entries.subList((int) (first - base.index() - 1), (int) (last - base.index()))));
  }
}
