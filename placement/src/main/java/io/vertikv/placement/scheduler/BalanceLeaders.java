package io.vertikv.placement.scheduler;

import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.operator.OperatorKind;
import io.vertikv.placement.operator.Proposal;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.operator.Wish;
import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.placement.topology.StoreEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes the number of leaders even. From the stores with the most, downwards, a leader goes to a follower with fewer; if none of
 * a few picked by chance can, the stores with the fewest, upwards, take one over.
 *
 * <p>A transfer happens only between stores that differ by two or more, counting what is under way, so each makes the cluster more
 * even and none is ever taken back. Of a hot region it happens only when the load gets no less even by it: there is no war with
 * {@link HotRegions}.
 */
public final class BalanceLeaders implements Scheduler {
  private static final int STORES_TRIED = 5;
  private static final int REGIONS_TRIED = 10;

  @Override
  public SchedulerName name() { return SchedulerName.BALANCE_LEADERS; }

  @Override
  public Proposal propose(ClusterView view, Tally tally) {
    if (view.operators().full(OperatorKind.LEADER, view.config())) return none(tally, Reason.OPERATOR_LIMIT);
    List<StoreEntry> stores = new ArrayList<>();
    long sum = 0;
    for (StoreEntry store : view.stores()) {
      if (!view.acceptsLeaders(store)) continue;
      stores.add(store);
      sum += view.leaders(store);
    }
    if (stores.size() < 2) return none(tally, Reason.NO_TARGET);
    stores.sort(Comparator.comparingLong(view::leaders));
    long least = Math.max(2, sum / stores.size() * view.get(Setting.LEADER_TOLERANCE_PERMILLE) / 1000);
    if (view.leaders(stores.getLast()) - view.leaders(stores.getFirst()) < least) return none(tally, Reason.BALANCED);
    Balance balance = new Balance(view, tally, least);
    for (int i = 0; i < Math.min(STORES_TRIED, stores.size()); i++) {
      Proposal proposal = balance.giveAway(stores.get(stores.size() - 1 - i));
      if (proposal == null) proposal = balance.takeOver(stores.get(i));
      if (proposal != null) return proposal;
    }
    return none(tally, Reason.NO_REGION);
  }

  private static Proposal none(Tally tally, Reason reason) {
    tally.count(SchedulerName.BALANCE_LEADERS, reason);
    return null;
  }

  /** @param least the difference below which nothing happens */
  private record Balance(ClusterView view, Tally tally, long least) {
    Proposal giveAway(StoreEntry from) {
      for (int i = 0; i < REGIONS_TRIED; i++) {
        RegionEntry region = from.leaders().pick(view.random());
        if (region == null) return null;
        if (!free(region)) continue;
        StoreEntry best = null;
        for (RegionPeer peer : region.peers().list()) {
          StoreEntry to = view.store(peer.store());
          if (!may(region, peer, from, to)) continue;
          if (best == null || view.leaders(to) < view.leaders(best)) best = to;
        }
        if (best != null) return move(region, from, best);
      }
      return null;
    }

    Proposal takeOver(StoreEntry to) {
      for (int i = 0; i < REGIONS_TRIED; i++) {
        RegionEntry region = to.followers().pick(view.random());
        if (region == null) return null;
        StoreEntry from = view.store(region.leader().store());
        if (free(region) && may(region, region.peers().onStore(to.id()), from, to)) return move(region, from, to);
      }
      return null;
    }

    private boolean free(RegionEntry region) {
      if (view.busy(region)) tally.count(SchedulerName.BALANCE_LEADERS, Reason.REGION_BUSY);
      else if (!region.health().good()) tally.count(SchedulerName.BALANCE_LEADERS, Reason.REGION_UNHEALTHY);
      else return true;
      return false;
    }

    private boolean may(RegionEntry region, RegionPeer peer, StoreEntry from, StoreEntry to) {
      if (peer.role() != PeerRole.VOTER || view.leaders(from) - view.leaders(to) < least) return false;
      boolean cools = region.load() < view.get(Setting.HOT_LOAD_MIN)
          || view.leaderLoad(to) + region.load() <= view.leaderLoad(from);
      return cools && view.acceptsLeaders(to) && view.mayLead(region, to);
    }

    private Proposal move(RegionEntry region, StoreEntry from, StoreEntry to) {
      return new Proposal(region.id(), OperatorKind.LEADER, new Wish.MoveLeader(to.id()),
          "store " + from.id() + " leads "
              + view.leaders(from) + " regions, store " + to.id() + " " + view.leaders(to));
    }
  }
}
