package io.vertikv.placement.scheduler;

import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.operator.OperatorKind;
import io.vertikv.placement.operator.Proposal;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.operator.Wish;
import io.vertikv.placement.rule.Demand;
import io.vertikv.placement.topology.RegionBag;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.placement.topology.StoreEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes {@link RegionScore} even: size where there is room, free space where there is not. From the stores with the highest score,
 * downwards, a region picked by chance, one that the store follows rather than leads, goes to the store with the lowest score that
 * may have it.
 *
 * <p>The gap between the two stores, counting what is under way, must exceed the tolerance, and a move may turn it the other way
 * round only if less than half of it is left. So every move makes the cluster more even by a measure that cannot fall for
 * ever (the sum of the squares of the scores), and it comes to rest. Replicas are never brought closer together by it.
 */
public final class BalanceRegions implements Scheduler {
  private static final int STORES_TRIED = 5;
  private static final int REGIONS_TRIED = 10;
  /** Of the gap before, when a move turns it the other way round. */
  private static final double OVERTURNED_GAP_MAX = 0.5;

  private record Scored(StoreEntry store, double score) {}

  @Override
  public SchedulerName name() { return SchedulerName.BALANCE_REGIONS; }

  @Override
  public Proposal propose(ClusterView view, Tally tally) {
    if (view.operators().full(OperatorKind.REGION, view.config())) return none(tally, Reason.OPERATOR_LIMIT);
    List<Scored> stores = new ArrayList<>();
    long sum = 0;
    for (StoreEntry store : view.stores()) {
      if (!view.state(store).takesMore() || store.report() == null) continue;
      stores.add(new Scored(store, view.regionScore(store, 0)));
      sum += view.bytes(store);
    }
    if (stores.size() < 2) return none(tally, Reason.NO_TARGET);
    stores.sort((a, b) -> Double.compare(a.score(), b.score()));
    long tolerance = sum / stores.size() * view.get(Setting.REGION_TOLERANCE_PERMILLE) / 1000;
    Balance balance = new Balance(view, tally, stores, tolerance);
    Reason reason = Reason.BALANCED;
    for (int i = 0; i < Math.min(STORES_TRIED, stores.size() - 1); i++) {
      Scored from = stores.get(stores.size() - 1 - i);
      if (!balance.apart(from, stores.getFirst())) break;
      reason = Reason.NO_REGION;
      Proposal proposal = balance.giveAway(from);
      if (proposal != null) return proposal;
    }
    return none(tally, reason);
  }

  private static Proposal none(Tally tally, Reason reason) {
    tally.count(SchedulerName.BALANCE_REGIONS, reason);
    return null;
  }

  /** @param stores by ascending score */
  private record Balance(ClusterView view, Tally tally, List<Scored> stores, long tolerance) {
    boolean apart(Scored from, Scored to) { return view.regionScore(from.store(), -tolerance) > to.score(); }

    Proposal giveAway(Scored from) {
      if (!view.operators().mayGive(from.store(), view.config(), view.now())) return count(Reason.REMOVE_RATE);
      for (int i = 0; i < REGIONS_TRIED; i++) {
        RegionBag followers = from.store().followers();
        boolean follower = followers.size() > 0 && (i < REGIONS_TRIED / 2 || from.store().leaders().size() == 0);
        RegionEntry region = (follower ? followers : from.store().leaders()).pick(view.random());
        if (region == null) return null;
        Proposal proposal = view.busy(region)
            ? count(Reason.REGION_BUSY)
            : !region.health().good() ? count(Reason.REGION_UNHEALTHY) : move(region, from);
        if (proposal != null) return proposal;
      }
      return null;
    }

    private Proposal move(RegionEntry region, Scored from) {
      Targets targets = new Targets(view, tally, SchedulerName.BALANCE_REGIONS);
      Demand demand = demandOf(region, from.store());
      if (demand == null) return count(Reason.REGION_UNHEALTHY);
      long isolation = targets.isolation(from.store(), region, from.store().id(), demand.locationLabels());
      for (Scored to : stores) {
        if (!apart(from, to)) return count(Reason.NO_TARGET);
        if (region.peers().onStore(to.store().id()) != null || !demand.allows(to.store().labels())) continue;
        if (targets.isolation(to.store(), region, from.store().id(), demand.locationLabels()) < isolation) {
          count(Reason.LESS_ISOLATED);
          continue;
        }
        Reason no = view.refusesReplica(to.store(), region.bytes());
        if (no == null && !worthwhile(region, from, to)) no = Reason.NO_GAIN;
        if (no == null) return proposal(region, from, to);
        count(no);
      }
      return null;
    }

    /** The demand that the replica meets; null: none, it is extra. */
    private Demand demandOf(RegionEntry region, StoreEntry from) {
      if (!view.hasRules()) return view.demands(region).getFirst();
      RegionFit fit = new RegionFit(view, region);
      return fit.demandOf(region.peers().list().indexOf(region.peers().onStore(from.id())));
    }

    private boolean worthwhile(RegionEntry region, Scored from, Scored to) {
      double before = from.score() - to.score();
      double after = view.regionScore(from.store(), -region.bytes()) - view.regionScore(to.store(), region.bytes());
      boolean cools = region.writeLoad() < view.get(Setting.HOT_LOAD_MIN)
          || view.peerWriteLoad(to.store()) + region.writeLoad() <= view.peerWriteLoad(from.store());
      return cools && (after >= 0 || -after < before * OVERTURNED_GAP_MAX);
    }

    private Proposal proposal(RegionEntry region, Scored from, Scored to) {
      return new Proposal(region.id(), OperatorKind.REGION,
          new Wish.ReplaceReplica(from.store().id(), to.store().id(), false), "store " + from.store().id()
              + " has a score of " + Math.round(from.score()) + ", store " + to.store().id() + " "
              + Math.round(to.score()));
    }

    private Proposal count(Reason reason) {
      tally.count(SchedulerName.BALANCE_REGIONS, reason);
      return null;
    }
  }
}
