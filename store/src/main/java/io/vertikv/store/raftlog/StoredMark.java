package io.vertikv.store.raftlog;

/** The position just before a group's first entry: everything up to it was compacted or came in a snapshot. */
public record StoredMark(long index, long term) {
  public static final StoredMark ZERO = new StoredMark(0, 0);
}
