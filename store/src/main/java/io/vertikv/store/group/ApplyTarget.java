package io.vertikv.store.group;

import io.vertikv.raft.log.LogEntry;
import io.vertikv.store.engine.EngineBatch;
import java.util.List;

/** A state machine's half that writes the engine. Deterministic and boring: no decisions here. */
public interface ApplyTarget {
  /** On the apply thread: adds what the entries change, and how far this replica has come, to the batch. */
  void apply(List<LogEntry> entries, EngineBatch batch);

  /** On the loop: the engine has everything up to the last of these entries. */
  void applied(List<LogEntry> entries);
}
