package io.vertikv.tools.server;

/** Where the admin server, which starts first, finds whom to ask, who are there when the store is. Any thread. */
final class ClusterDoor {
  private volatile ClusterAdmin admin;
  private volatile PlacementPages placement;

  void open(ClusterAdmin admin) { this.admin = admin; }

  void open(PlacementPages placement) { this.placement = placement; }

  /** Null: not yet. */
  PlacementPages placement() { return placement; }

  /** Null: not yet. */
  ClusterAdmin admin() { return admin; }
}
