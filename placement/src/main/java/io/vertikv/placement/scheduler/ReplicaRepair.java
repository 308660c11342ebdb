package io.vertikv.placement.scheduler;

import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.operator.OperatorKind;
import io.vertikv.placement.operator.Proposal;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.operator.Wish;
import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.rule.Demand;
import io.vertikv.placement.rule.DemandRole;
import io.vertikv.placement.rule.Isolation;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.placement.topology.StoreEntry;
import java.util.List;

/**
 * Brings a region's replicas to what is demanded. The first that applies:
 *
 * <ol>
 * <li>a joint phase that nobody ends is ended;
 * <li>a replica whose store is down or being removed, or that is broken, is replaced;
 * <li>a missing one is added: a learner is promoted, a replica that stands where none should is replaced, or a new one is made;
 * <li>one too many is removed, a lost one first;
 * <li>the leader moves to where the rule wants it;
 * <li>a replica that could be farther from the others is replaced by one that is.
 * </ol>
 */
public final class ReplicaRepair implements RegionCheck {
  @Override
  public SchedulerName name() { return SchedulerName.REPLICA_REPAIR; }

  @Override
  public Proposal check(RegionEntry region, ClusterView view, Tally tally) {
    if (view.busy(region)) return none(tally, Reason.REGION_BUSY);
    if (region.peers().isJoint()) return propose(region, new Wish.FinishJoint(), "in a joint phase");
    if (sound(region, view)) return none(tally, Reason.NOTHING_TO_DO);
    RegionFit fit = new RegionFit(view, region);
    Targets targets = new Targets(view, tally, name());
    for (int p = 0; p < region.peers().size(); p++) {
      RegionPeer peer = region.peers().at(p);
      if (fit.demandOf(p) != null && fit.lost(peer)) return replaceLost(region, peer, fit.demandOf(p), view, targets);
    }
    List<RegionPeer> extra = fit.extra();
    if (fit.missing() != null) return fill(region, fit.missing(), extra, targets);
    if (!extra.isEmpty()) return removeExtra(region, extra.getFirst(), fit, tally);
    Proposal leader = moveLeader(region, fit, view);
    Proposal better = leader != null ? leader : isolate(region, fit, view, targets);
    return better != null ? better : none(tally, Reason.NOTHING_TO_DO);
  }

  /** The quick way out for nearly all regions: right in number, all whole, as far apart as can be, and no rule to read. */
  private static boolean sound(RegionEntry region, ClusterView view) {
    List<RegionPeer> peers = region.peers().list();
    Demand demand = view.hasRules() ? null : view.demands(region).getFirst();
    if (demand == null || peers.size() != demand.count() || !region.health().down().isEmpty()) return false;
    List<String> levels = demand.locationLabels();
    for (int i = 0; i < peers.size(); i++) {
      StoreEntry store = view.store(peers.get(i).store());
      boolean stays = store != null && store.record() != null && store.record().life().stays();
      if (!stays || peers.get(i).role() != PeerRole.VOTER || view.lostLongAgo(store)) return false;
      for (int j = 0; j < i && view.standardPlacesDiffer(); j++) {
        StoreEntry other = view.store(peers.get(j).store());
        if (Isolation.between(store.place(levels), other.place(levels)) != Isolation.most(1, levels)) return false;
      }
    }
    return true;
  }

  private static Proposal none(Tally tally, Reason reason) {
    tally.count(SchedulerName.REPLICA_REPAIR, reason);
    return null;
  }

  private static Proposal propose(RegionEntry region, Wish wish, String reason) {
    return new Proposal(region.id(), OperatorKind.REPLICA, wish, reason);
  }

  private Proposal replaceLost(RegionEntry region, RegionPeer lost, Demand demand, ClusterView view, Targets targets) {
    StoreEntry to = targets.best(region, lost.store(), demand, -1);
    if (to == null) return null;
    StoreEntry from = view.store(lost.store());
    String why = from == null
        ? "unknown"
        : view.state(from).takesMore() ? "its replica is broken" : view.state(from).name();
    return propose(region, new Wish.ReplaceReplica(lost.store(), to.id(), false), "store " + lost.store() + " " + why);
  }

  private Proposal fill(RegionEntry region, Demand demand, List<RegionPeer> extra, Targets targets) {
    boolean votes = demand.role().votes();
    RegionPeer misplaced = null;
    for (RegionPeer peer : extra) if ((peer.role() != PeerRole.LEARNER) == votes) misplaced = peer;
    StoreEntry to = targets.best(region, misplaced == null ? 0 : misplaced.store(), demand, -1);
    if (to == null) return null;
    if (misplaced != null) {
      return propose(region, new Wish.ReplaceReplica(misplaced.store(), to.id(), false),
          "the rule does not want it on store " + misplaced.store());
    }
    return propose(region, new Wish.AddReplica(to.id(), votes), "a " + (votes ? "voter" : "learner") + " is missing");
  }

  private Proposal removeExtra(RegionEntry region, RegionPeer peer, RegionFit fit, Tally tally) {
    // A learner that a voter is still waited for in: it has not been assigned, or it would not be extra.
    if (!fit.lost(peer) && !region.health().down().isEmpty()) return none(tally, Reason.REGION_UNHEALTHY);
    return propose(region, new Wish.RemoveReplica(peer.store()),
        "one replica too many, the one on store " + peer.store());
  }

  /** Learners that stand for voters vote, and the leader is where it may be. */
  private Proposal moveLeader(RegionEntry region, RegionFit fit, ClusterView view) {
    int leader = region.peers().positionOf(region.leader().id());
    boolean wrong = fit.demandOf(leader) != null && !fit.demandOf(leader).role().mayLead();
    for (int p = 0; p < region.peers().size(); p++) {
      RegionPeer peer = region.peers().at(p);
      DemandRole role = fit.demandOf(p).role();
      if (role.votes() && peer.role() == PeerRole.LEARNER && region.health().good(peer.id())) {
        return propose(region, new Wish.PromoteReplica(peer.store()), "a voter is missing, and a learner there");
      }
      boolean better = role == DemandRole.LEADER || wrong && role.mayLead();
      boolean can = p != leader && region.health().good(peer.id()) && view.acceptsLeaders(view.store(peer.store()));
      if (better && can) {
        return propose(region, new Wish.MoveLeader(peer.store()), "the rule wants the leader on store " + peer.store());
      }
    }
    return null;
  }

  private Proposal isolate(RegionEntry region, RegionFit fit, ClusterView view, Targets targets) {
    if (!region.health().good() || !view.hasRules() && !view.standardPlacesDiffer()) return null;
    for (int p = 0; p < region.peers().size(); p++) {
      RegionPeer peer = region.peers().at(p);
      Demand demand = fit.demandOf(p);
      long now = targets.isolation(view.store(peer.store()), region, peer.store(), demand.locationLabels());
      if (now >= Isolation.most(region.peers().size() - 1, demand.locationLabels())) continue;
      StoreEntry to = targets.best(region, peer.store(), demand, now);
      if (to != null) {
        return propose(region, new Wish.ReplaceReplica(peer.store(), to.id(), false),
            "store " + to.id() + " is farther from the other replicas than store " + peer.store());
      }
    }
    return null;
  }
}
