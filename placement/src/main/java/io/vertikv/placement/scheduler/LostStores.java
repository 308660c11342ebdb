package io.vertikv.placement.scheduler;

import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.operator.OperatorKind;
import io.vertikv.placement.operator.Proposal;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.topology.RegionBag;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.placement.topology.StoreEntry;

/** Repairs the regions of stores that are down or being removed, without waiting for the patrol to come by. */
public final class LostStores implements Scheduler {
  private static final int TRIES = 8;
  private final ReplicaRepair repair;

  public LostStores(ReplicaRepair repair) { this.repair = repair; }

  @Override
  public SchedulerName name() { return SchedulerName.REPLICA_REPAIR; }

  @Override
  public Proposal propose(ClusterView view, Tally tally) {
    if (view.operators().full(OperatorKind.REPLICA, view.config())) {
      tally.count(name(), Reason.OPERATOR_LIMIT);
      return null;
    }
    for (StoreEntry store : view.stores()) {
      boolean lost = switch (view.state(store)) {
        case DOWN, REMOVING -> store.peers() > 0;
        case PREPARING, SERVING, DISCONNECTED, REMOVED, UNKNOWN -> false;
      };
      Proposal proposal = lost ? repairOne(store, view, tally) : null;
      if (proposal != null) return proposal;
    }
    return null;
  }

  private Proposal repairOne(StoreEntry store, ClusterView view, Tally tally) {
    for (int i = 0; i < TRIES; i++) {
      RegionBag bag = i % 2 == 0 && store.leaders().size() > 0 ? store.leaders() : store.followers();
      RegionEntry region = bag.pick(view.random());
      if (region == null || view.busy(region)) continue;
      Proposal proposal = repair.check(region, view, tally);
      if (proposal != null) return proposal;
    }
    return null;
  }
}
