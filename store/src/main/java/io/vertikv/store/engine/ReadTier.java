package io.vertikv.store.engine;

/** How far down a read may go. */
public enum ReadTier {
  /** Memory only: memtables and block cache. What is elsewhere throws {@link NotInMemory}; safe on an event loop. */
  MEMORY,
  /** Everything; may block on the disk: workers only. */
  DISK,
  /** Only what survives a crash now: memtables are skipped. Tells the flushed applied index. */
  FLUSHED
}
