package io.vertikv.store.raftlog;

/** What became of a batch. */
public enum WriteOutcome {
  /** In the operating system's hands; durable after the next {@link RaftLog#sync}. */
  WRITTEN,
  /** The disk has no room for another segment. Nothing was written; the same batch may be tried again later. */
  NO_SPACE
}
