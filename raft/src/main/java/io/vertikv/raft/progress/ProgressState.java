package io.vertikv.raft.progress;

/**
 * Probing looks for the common prefix, one request at a time; Replicating streams; Snapshotting waits for a snapshot.
 */
public enum ProgressState {
  PROBING, REPLICATING, SNAPSHOTTING
}
