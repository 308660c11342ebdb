package io.vertikv.store.raftlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a group reads of its log. Any thread may read while the log's writer appends: each call works on one immutable
 * view that the writer published after its device write, which may be before the sync (what is durable, only the
 * acknowledgement says). A group that has a truncation or an overwriting append under way must not ask for the indexes
 * it replaces; Raft keeps those in memory as unstable. After {@link LogOperation.Remove} this object stays empty.
 */
public final class GroupLog {
  /** Answer of {@link #term} for an index that the log does not hold. */
  public static final long NO_TERM = -1;

  private final long id;
  private final GroupIndex index;
  private final EntryReader reader;
  private volatile IndexView view;

  GroupLog(long id, SegmentTable segments) {
    this.id = id;
    index = new GroupIndex(segments);
    reader = new EntryReader(id, segments);
    view = index.view();
  }

  public long id() { return id; }

  public GroupHealth health() { return view.health(); }

  public StoredState state() { return view.state(); }

  /** The position just before the first entry. */
  public StoredMark mark() { return view.mark(); }

  public long firstIndex() { return view.first(); }

  /** {@code firstIndex() - 1} when there are no entries. */
  public long lastIndex() { return view.last(); }

  /** The term of an entry or of the mark; {@link #NO_TERM} for any other index. */
  public long term(long index) {
    IndexView now = view;
    if (index == now.mark().index()) return now.mark().term();
    return now.holds(index) ? now.terms().term(index) : NO_TERM;
  }

  /**
   * Entries from {@code from} to below {@code to} with at most that many payload bytes (but at least one), as far as
   * they are in memory: empty when the first one is not. Never blocks.
   */
  public List<StoredEntry> cached(long from, long to, long bytesMax) {
    IndexView now = checked(from, to);
    List<StoredEntry> found = new ArrayList<>();
    long end = from < to ? now.endWithin(from, to, bytesMax) : from;
    for (long at = from; at < end; at++) {
      StoredEntry entry = now.cached(at);
      if (entry == null) break;
      found.add(entry);
    }
    return found;
  }

  /**
   * The same, reading from disk what is not in memory: blocks, so never on an event loop. Throws {@link CorruptLog}
   * when an entry is not what was written: the group must then be treated as quarantined.
   */
  public List<StoredEntry> entries(long from, long to, long bytesMax) {
    while (true) {
      IndexView now = checked(from, to);
      long end = from < to ? now.endWithin(from, to, bytesMax) : from;
      try {
        return reader.read(now, from, end);
      } catch (IOException failure) {
        if (!view.moved(now, from, end)) throw new UncheckedIOException(failure);
      } catch (CorruptLog failure) {
        if (!view.moved(now, from, end)) throw failure;
      }
      // The entries were moved or compacted while we read and their segment is gone: look again.
    }
  }

  /** The writer's side. */
  GroupIndex index() { return index; }

  void publish() { view = index.view(); }

  private IndexView checked(long from, long to) {
    IndexView now = view;
    if (from > to || from < now.first() || to > now.last() + 1) {
      throw new IndexOutOfBoundsException(
          "group " + id + " holds entries " + now.first() + ".." + now.last() + ", asked for [" + from + ", " + to
              + ")");
    }
    return now;
  }
}
