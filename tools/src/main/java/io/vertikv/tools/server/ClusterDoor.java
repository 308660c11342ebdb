package io.vertikv.tools.server;

/** Where the admin server, which starts first, finds {@link ClusterAdmin}, which is there when the store is. Any thread. */
final class ClusterDoor {
  private volatile ClusterAdmin admin;

  void open(ClusterAdmin admin) { this.admin = admin; }

  /** Null: not yet. */
  ClusterAdmin admin() { return admin; }
}
