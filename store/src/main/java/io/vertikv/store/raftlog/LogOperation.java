package io.vertikv.store.raftlog;

import java.util.List;
import java.util.Optional;

/**
 * What a group asks the log to remember. Each operation is one record: after a crash it is there as a whole or not at
 * all, and operations of one group survive as a prefix of the order in which they were written.
 */
public sealed interface LogOperation {
  long group();

  /** Bytes that the operation brings along, for the queue's bound; what the record adds is constant. */
  default long payloadBytes() {
    return 0;
  }

  /**
   * Appends entries with consecutive indexes and, when given, replaces the hard state. Entries at or after the first
   * new index are dropped, as Raft's conflict rule wants; there may be no entries at all.
   */
  record Append(long group, Optional<StoredState> state, List<StoredEntry> entries) implements LogOperation {
    @Override
    public long payloadBytes() {
      long bytes = 0;
      for (int i = 0; i < entries.size(); i++) bytes += RecordKind.ENTRY_BYTES + entries.get(i).payload().length();
      return bytes;
    }
  }

  /** Drops every entry with an index of at least {@code from}. */
  record Truncate(long group, long from) implements LogOperation {}

  /** The entries up to {@code index} are not needed any more; the log keeps the term at {@code index}. */
  record Compact(long group, long index) implements LogOperation {}

  /** A snapshot replaced the log: no entries are left, the next one follows the mark. */
  record Reset(long group, StoredState state, StoredMark mark) implements LogOperation {}

  /** The group is gone. Writing to it again starts it afresh. */
  record Remove(long group) implements LogOperation {}
}
