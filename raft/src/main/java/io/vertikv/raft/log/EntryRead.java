package io.vertikv.raft.log;

import java.util.List;

/** The answer to a read of the log. */
public sealed interface EntryRead {
  /** At least one entry, contiguous from the first one asked for. The list must not change any more. */
  record Available(List<LogEntry> entries) implements EntryRead {}

  /**
   * Not in memory: the host has begun to load it and calls {@code onEntriesLoaded()}; Raft also asks again at ticks.
   */
  record Loading() implements EntryRead {}

  /** Cut off: only a snapshot can help whoever needs it. */
  record Compacted() implements EntryRead {}
}
