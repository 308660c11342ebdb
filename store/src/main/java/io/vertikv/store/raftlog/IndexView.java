package io.vertikv.store.raftlog;

/**
 * What a group's log was at one moment. Never changes, except that {@code cached} slots turn null when memory is
 * needed. The arrays are shared with later views: the writer fills only slots that no published view shows.
 *
 * @param base index of slot 0
 */
record IndexView(long base, long first, long last, long[] places, int[] lengths, StoredEntry[] cached, TermRuns terms,
    StoredMark mark, StoredState state, GroupHealth health) {

  long place(long index) { return places[slot(index)]; }

  int length(long index) { return lengths[slot(index)]; }

  /** Null when the entry must be read from disk. */
  StoredEntry cached(long index) { return cached[slot(index)]; }

  boolean holds(long index) { return index >= first && index <= last; }

  /** The end of the longest range from there whose payloads sum up to at most that many bytes; at least one entry. */
  long endWithin(long from, long to, long bytesMax) {
    long bytes = length(from);
    long end = from + 1;
    while (end < to && (bytes += length(end)) <= bytesMax) end++;
    return end;
  }

  /** True when some entry of the range is no longer where the older view had it. */
  boolean moved(IndexView older, long from, long to) {
    for (long index = from; index < to; index++) {
      if (!holds(index) || place(index) != older.place(index)) return true;
    }
    return false;
  }

  private int slot(long index) { return (int) (index - base); }
}
