package io.vertikv.store.group;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.EntryRead;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.LogReader;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.raftlog.CorruptLog;
import io.vertikv.store.raftlog.GroupLog;
import io.vertikv.store.raftlog.StoredEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A group's log as its node sees it: what is on disk or in its cache, and behind it what is held since. What must be read
 * from disk is read by a worker, one piece at a time, and stays here until the next piece: enough for one follower that
 * catches up, and several take turns.
 */
final class HostedLog implements LogReader {
  private final GroupLog log;
  private final HeldEntries held;
  private final Executor workers;
  private final Loop loop;
  private final int loadBytesMax;
  private boolean mayBlock = true;
  private boolean loading;
  /** Counts replacements: what was being read before one may not be what the log holds now. */
  private int replacements;
  private List<LogEntry> loaded = List.of();
  private final List<MembershipPayload> recovered = new ArrayList<>();
  private Runnable onLoaded = () -> {};

  HostedLog(GroupLog log, HeldEntries held, GroupHost host) {
    this.log = log;
    this.held = held;
    workers = host.workers();
    loop = host.loop();
    loadBytesMax = host.limits().loadBytesMax();
  }

  /** From here on this runs on a loop; {@code onLoaded} is told when entries that were {@code Loading} are here. */
  void neverBlock(Runnable onLoaded) {
    mayBlock = false;
    this.onLoaded = onLoaded;
  }

  /** Entries from here on are replaced. */
  void truncate(long from) {
    held.truncate(from);
    replacements++;
    loaded = List.of();
  }

  @Override
  public long firstIndex() { return log.firstIndex(); }

  @Override
  public long lastIndex() { return held.isEmpty() ? log.lastIndex() : held.lastIndex(); }

  @Override
  public long term(long index) { return log.term(index); }

  @Override
  public EntryRead entries(long first, long last, int bytesMax) {
    if (first < log.firstIndex()) return new EntryRead.Compacted();
    if (first >= held.firstIndex()) return new EntryRead.Available(held.range(first, last, bytesMax));
    // Behind what is held, the writer may not yet have cut what Raft has already replaced.
    long end = Math.min(Math.min(last, held.firstIndex() - 1), log.lastIndex()) + 1;
    if (mayBlock) return new EntryRead.Available(recovered(log.entries(first, end, bytesMax)));
    List<LogEntry> found = decoded(log.cached(first, end, bytesMax));
    if (found.isEmpty()) found = fromLoaded(first, last, bytesMax);
    if (!found.isEmpty()) return new EntryRead.Available(found);
    load(first, end);
    return new EntryRead.Loading();
  }

  private List<LogEntry> recovered(List<StoredEntry> stored) {
    List<LogEntry> entries = decoded(stored);
    for (LogEntry entry : entries) {
      if (entry.kind() == EntryKind.MEMBERSHIP) recovered.add((MembershipPayload) entry.payload());
    }
    return entries;
  }

  /** Of the entries that the node has gone through to begin where it ended. */
  List<MembershipPayload> recoveredMemberships() {
    return recovered;
  }

  private List<LogEntry> fromLoaded(long first, long last, int bytesMax) {
    List<LogEntry> found = new ArrayList<>();
    long bytes = 0;
    for (LogEntry entry : loaded) {
      if (entry.index() < first || found.isEmpty() && entry.index() != first) continue;
      bytes += entry.sizeBytes();
      if (entry.index() > last || bytes > bytesMax && !found.isEmpty()) break;
      found.add(entry);
    }
    return found;
  }

  private void load(long first, long end) {
    if (loading) return;
    loading = true;
    int before = replacements;
    workers.execute(() -> {
      try {
        List<LogEntry> read = read(first, end);
        loop.execute(() -> loaded(read, before));
      } catch (CorruptLog damage) {
        // The group's owner, not a worker, is to fail of it.
        loop.execute(() -> {
          throw damage;
        });
      }
    });
  }

  private void loaded(List<LogEntry> read, int replacementsBefore) {
    loading = false;
    if (replacements == replacementsBefore) loaded = read;
    onLoaded.run();
  }

  /** Nothing when the log was cut meanwhile: the node will ask again and hear that. */
  private List<LogEntry> read(long first, long end) {
    if (first < log.firstIndex() || end > log.lastIndex() + 1) return List.of();
    try {
      return decoded(log.entries(first, end, loadBytesMax));
    } catch (IndexOutOfBoundsException cutMeanwhile) {
      return List.of();
    }
  }

  private static List<LogEntry> decoded(List<StoredEntry> stored) {
    List<LogEntry> entries = new ArrayList<>(stored.size());
    for (StoredEntry entry : stored) entries.add(EntryCodec.entry(entry));
    return entries;
  }
}
