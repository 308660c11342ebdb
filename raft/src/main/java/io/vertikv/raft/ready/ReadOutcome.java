package io.vertikv.raft.ready;

/** How a {@code readIndex} ended. Every context comes back exactly once. */
public sealed interface ReadOutcome {
  ReadContext context();

  /** Linearizable once everything up to {@code index} is applied. */
  record ReadState(ReadContext context, long index) implements ReadOutcome {}

  /** No leader, or another one meanwhile, or too many are waiting: nothing was read, ask again. */
  record ReadFailed(ReadContext context) implements ReadOutcome {}
}
