package io.vertikv.store.snapshot;

/** How a task ended. */
public sealed interface SendOutcome {
  /** The other store has it, verified and durable; its replica decides what to do with it. */
  record Sent(SnapshotId snapshot) implements SendOutcome {}

  /** It may be tried again with a new task. */
  record Failed(String reason) implements SendOutcome {}

  record Cancelled() implements SendOutcome {}
}
