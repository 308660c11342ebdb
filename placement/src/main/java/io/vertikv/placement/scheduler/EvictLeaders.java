package io.vertikv.placement.scheduler;

import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.operator.OperatorKind;
import io.vertikv.placement.operator.Proposal;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.operator.Wish;
import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.placement.topology.StoreEntry;
import java.util.function.Predicate;

/** Takes every leader away from some stores: those that an operator drains, or the one that is slow. */
public final class EvictLeaders implements Scheduler {
  private static final int REGIONS_TRIED = 16;
  private final SchedulerName name;
  private final Predicate<StoreEntry> evicted;
  private final String why;

  private EvictLeaders(SchedulerName name, Predicate<StoreEntry> evicted, String why) {
    this.name = name;
    this.evicted = evicted;
    this.why = why;
  }

  /** Of stores that are being drained. */
  public static EvictLeaders ofDraining() {
    return new EvictLeaders(SchedulerName.EVICT_LEADERS, StoreEntry::draining, " is being drained");
  }

  static EvictLeaders ofSlow(Predicate<StoreEntry> slow) {
    return new EvictLeaders(SchedulerName.EVICT_SLOW_STORE, slow, " is slow");
  }

  @Override
  public SchedulerName name() { return name; }

  @Override
  public Proposal propose(ClusterView view, Tally tally) {
    Reason reason = Reason.NOTHING_TO_DO;
    for (StoreEntry store : view.stores()) {
      if (!evicted.test(store) || view.leaders(store) == 0) continue;
      if (view.operators().full(OperatorKind.EVICT, view.config())) {
        tally.count(name, Reason.OPERATOR_LIMIT);
        return null;
      }
      reason = Reason.NO_REGION;
      Proposal proposal = evict(store, view, tally);
      if (proposal != null) return proposal;
    }
    tally.count(name, reason);
    return null;
  }

  private Proposal evict(StoreEntry from, ClusterView view, Tally tally) {
    int size = from.leaders().size();
    int begin = size == 0 ? 0 : view.random().nextInt(size);
    for (int i = 0; i < Math.min(REGIONS_TRIED, size); i++) {
      RegionEntry region = from.leaders().at((begin + i) % size);
      StoreEntry to = view.busy(region) ? null : successor(region, view);
      if (to != null) {
        return new Proposal(region.id(), OperatorKind.EVICT, new Wish.MoveLeader(to.id()), "store " + from.id() + why);
      }
      tally.count(name, view.busy(region) ? Reason.REGION_BUSY : Reason.NO_TARGET);
    }
    return null;
  }

  /** A healthy voter where few regions are led; or null. */
  private static StoreEntry successor(RegionEntry region, ClusterView view) {
    StoreEntry best = null;
    for (RegionPeer peer : region.peers().list()) {
      StoreEntry store = view.store(peer.store());
      boolean can = peer.role() == PeerRole.VOTER && peer.id() != region.leader().id()
          && region.health().good(peer.id());
      if (!can || !view.acceptsLeaders(store) || !view.mayLead(region, store)) continue;
      if (best == null || view.leaders(store) < view.leaders(best)) best = store;
    }
    return best;
  }
}
