package io.vertikv.store.group;

import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.ready.SoftState;
import java.util.List;

/** What a replicated state machine hears of its group; everything on the group's loop, in this order within a turn. */
public interface GroupListener {
  /** Role, leader or term changed. */
  void roleChanged(SoftState state);

  /** Everything up to this index is committed: replies that waited for it may leave. */
  void committed(long index);

  /** Entries to apply, in log order, each exactly once since start; they are committed and durable here. */
  void apply(List<LogEntry> entries);

  /** The engine now holds this snapshot instead of what was applied: whatever is kept beside it must be read anew. */
  default void restored(SnapshotMark snapshot) {
    throw new IllegalStateException("a state machine that knows no snapshots was given " + snapshot);
  }
}
