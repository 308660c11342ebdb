package io.vertikv.raft.log;

import java.util.Objects;

/** One entry of the replicated log. */
public record LogEntry(long index, long term, EntryKind kind, Payload payload) {
  /** What an entry weighs beside its payload, for limits on bytes. */
  public static final int OVERHEAD_BYTES = 32;

  public LogEntry {
    if (index <= 0 || term <= 0) throw new IllegalArgumentException("entry " + index + " of term " + term);
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(payload, "payload");
  }

  public int sizeBytes() { return OVERHEAD_BYTES + payload.sizeBytes(); }
}
