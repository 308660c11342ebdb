package io.vertikv.txn.region;

import java.util.ArrayDeque;

/**
 * The order of one connection at one region. An operation that waits for the disk lets those of other lanes pass, but not
 * those behind it in its own. Belongs to the region's loop; a new one costs nothing until something waits.
 */
public final class Lane {
  private ArrayDeque<RegionOperation> waiting;
  private boolean held;

  /** True while an earlier operation of this lane waits. */
  boolean held() { return held; }

  void hold() { held = true; }

  void await(RegionOperation operation) {
    if (waiting == null) waiting = new ArrayDeque<>();
    waiting.add(operation);
  }

  void free() { held = false; }

  /** The operation that is next, or null. */
  RegionOperation poll() { return waiting == null ? null : waiting.poll(); }
}
