package io.vertikv.placement.topology;

/** A store's state: how far its life has come, unless it is not heard from. */
public enum StoreState {
  PREPARING, SERVING,
  /** Silent for a while: it gets nothing new, and is given time. */
  DISCONNECTED,
  /** Silent for long: its replicas are replaced. */
  DOWN,
  /** On its way out: its replicas move elsewhere, heard from or not. */
  REMOVING, REMOVED,
  /** Seen in a region's peers, and not on record. */
  UNKNOWN;

  /** May be given replicas and leaders. */
  public boolean takesMore() { return this == PREPARING || this == SERVING; }
}
