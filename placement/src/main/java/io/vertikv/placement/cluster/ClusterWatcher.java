package io.vertikv.placement.cluster;

/** Follows the record where the group is led; on the group's loop. */
public interface ClusterWatcher {
  ClusterWatcher NOBODY = new ClusterWatcher() {
    @Override
    public void leads(long term, ClusterState state) {}

    @Override
    public void recorded(ClusterState state) {}

    @Override
    public void ended() {}
  };

  /** A term as leader has begun, and all that was decided before it is in this state. */
  void leads(long term, ClusterState state);

  /** The record has changed while this replica leads. */
  void recorded(ClusterState state);

  /** The term is over. May come twice. */
  void ended();
}
