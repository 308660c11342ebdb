package io.vertikv.raft.log;

/** Indexes first to last, both inclusive; empty when last is before first. */
public record IndexRange(long first, long last) {
  public static final IndexRange EMPTY = new IndexRange(1, 0);

  public boolean isEmpty() { return last < first; }

  public long count() { return isEmpty() ? 0 : last - first + 1; }
}
