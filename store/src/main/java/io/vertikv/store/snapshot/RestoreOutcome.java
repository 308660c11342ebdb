package io.vertikv.store.snapshot;

/** How the restoration of a region ended. */
public sealed interface RestoreOutcome {
  /** The engine stands at the snapshot, durably. */
  record Restored(SnapshotManifest manifest) implements RestoreOutcome {}

  /** Nothing has changed; the snapshot is gone, and another may be sent. */
  record Unchanged(String reason) implements RestoreOutcome {}

  /** The engine failed halfway: the store must stop; the next start takes it up again. */
  record Halfway(String reason) implements RestoreOutcome {}
}
