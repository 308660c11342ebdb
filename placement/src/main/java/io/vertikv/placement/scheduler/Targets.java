package io.vertikv.placement.scheduler;

import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.rule.Demand;
import io.vertikv.placement.rule.Isolation;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.placement.topology.StoreEntry;
import java.util.List;

/** Which store gets a new replica: of those that may, the farthest from the other replicas; of equals the emptiest. */
final class Targets {
  private final ClusterView view;
  private final Tally tally;
  private final SchedulerName scheduler;

  Targets(ClusterView view, Tally tally, SchedulerName scheduler) {
    this.view = view;
    this.tally = tally;
    this.scheduler = scheduler;
  }

  /**
   * @param leaving the store of a replica that is to go, or 0
   * @param moreThan the isolation that has to be exceeded; -1: any will do
   * @return null when there is none
   */
  StoreEntry best(RegionEntry region, long leaving, Demand demand, long moreThan) {
    StoreEntry best = null;
    long bestIsolation = moreThan;
    double bestScore = 0;
    Reason last = Reason.NO_TARGET;
    for (StoreEntry store : view.stores()) {
      if (region.peers().onStore(store.id()) != null || !demand.allows(store.labels())) continue;
      long isolation = isolation(store, region, leaving, demand.locationLabels());
      if (isolation <= moreThan || best != null && isolation < bestIsolation) continue;
      Reason no = view.refusesReplica(store, region.bytes());
      if (no != null) {
        if (no != Reason.NO_TARGET) last = no;
        continue;
      }
      double score = view.regionScore(store, region.bytes());
      if (best != null && isolation == bestIsolation && score >= bestScore) continue;
      best = store;
      bestIsolation = isolation;
      bestScore = score;
    }
    if (best == null && moreThan < 0) tally.count(scheduler, last);
    return best;
  }

  /** Of a replica there from the region's others, those that leave not counted. */
  long isolation(StoreEntry store, RegionEntry region, long leaving, List<String> levels) {
    long sum = 0;
    if (levels.isEmpty()) return 0;
    for (RegionPeer peer : region.peers().list()) {
      if (peer.store() == leaving || peer.store() == store.id()) continue;
      StoreEntry other = view.store(peer.store());
      if (other != null) sum += Isolation.between(store.place(levels), other.place(levels));
    }
    return sum;
  }
}
