package io.vertikv.store.snapshot;

import io.vertikv.raft.log.LogMark;

/** Which state of which region: what it is after this entry of its log. */
public record SnapshotId(long region, LogMark last) {
  @Override
  public String toString() { return "snapshot of region " + region + " at " + last.index() + "/" + last.term(); }
}
