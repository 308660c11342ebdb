package io.vertikv.store.group;

import io.vertikv.raft.log.EntryRead;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.LogReader;
import io.vertikv.store.raftlog.GroupLog;
import io.vertikv.store.raftlog.StoredEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A group's log as its node sees it: what is on disk or in its cache, and behind it what was appended since. */
final class StoredLogReader implements LogReader {
  private final GroupLog log;
  private final ArrayDeque<LogEntry> appended;
  private boolean mayBlock = true;

  StoredLogReader(GroupLog log, ArrayDeque<LogEntry> appended) {
    this.log = log;
    this.appended = appended;
  }

  /** From here on this runs on a loop. */
  void neverBlock() { mayBlock = false; }

  @Override
  public long firstIndex() { return log.firstIndex(); }

  @Override
  public long lastIndex() { return appended.isEmpty() ? log.lastIndex() : appended.peekLast().index(); }

  @Override
  public long term(long index) { return log.term(index); }

  @Override
  public EntryRead entries(long first, long last, int bytesMax) {
    if (first < log.firstIndex()) return new EntryRead.Compacted();
    List<LogEntry> found = new ArrayList<>();
    if (!appended.isEmpty() && first >= appended.peekFirst().index()) {
      int bytes = 0;
      for (LogEntry entry : appended) {
        if (entry.index() < first) continue;
        bytes += entry.sizeBytes();
        if (entry.index() > last || bytes > bytesMax && !found.isEmpty()) break;
        found.add(entry);
      }
      return new EntryRead.Available(found);
    }
    long end = Math.min(last, log.lastIndex()) + 1;
    List<StoredEntry> stored = mayBlock ? log.entries(first, end, bytesMax) : log.cached(first, end, bytesMax);
    for (StoredEntry entry : stored) found.add(EntryCodec.entry(entry));
    return found.isEmpty() ? new EntryRead.Loading() : new EntryRead.Available(found);
  }
}
