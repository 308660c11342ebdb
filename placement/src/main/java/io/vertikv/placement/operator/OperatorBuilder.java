package io.vertikv.placement.operator;

import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.topology.RegionEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/**
 * Makes steps of wishes. The order is always the same: first the new replica, as a learner that harms no quorum and catches up;
 * then the leader out of the way; then voters exchanged in one joint change, so that there is at no time one more or one
 * less of them.
 */
final class OperatorBuilder {
  private static final BuildOutcome UNSAFE = new BuildOutcome.NotBuilt(Reason.UNSAFE);
  private final IdPool ids;
  private final LongToDoubleFunction leaderCost;

  /** @param leaderCost of a store, when one of several has to lead: the least is taken; infinite: it must not */
  OperatorBuilder(IdPool ids, LongToDoubleFunction leaderCost) {
    this.ids = ids;
    this.leaderCost = leaderCost;
  }

  BuildOutcome build(Wish wish, RegionEntry region) {
    if (!ids.has(idsFor(wish, region))) return new BuildOutcome.NotBuilt(Reason.NO_IDS);
    if (region.peers().isJoint() != wish instanceof Wish.FinishJoint) {
      return new BuildOutcome.NotBuilt(Reason.REGION_UNHEALTHY);
    }
    return switch (wish) {
      case Wish.AddReplica add -> add(add, region);
      case Wish.ReplaceReplica replace -> replace(replace, region);
      case Wish.RemoveReplica remove -> remove(remove, region);
      case Wish.PromoteReplica promote -> promote(promote, region);
      case Wish.MoveLeader move -> moveLeader(move, region);
      case Wish.FinishJoint _ -> finishJoint(region);
      case Wish.SplitRegion split -> built(new Step.Split(split.by(), split.keys(), parts(split.pieces() - 1, region)));
      case Wish.MergeInto merge -> new BuildOutcome.Built(List.of(new Step.MergeInto(merge.target())),
          List.of(new Step.AcceptMerge(region.id())));
    };
  }

  private static int idsFor(Wish wish, RegionEntry region) {
    return switch (wish) {
      case Wish.AddReplica _,Wish.ReplaceReplica _ -> 1;
      case Wish.SplitRegion split -> (split.pieces() - 1) * (1 + region.peers().size());
      case Wish.RemoveReplica _,Wish.PromoteReplica _,Wish.MoveLeader _,Wish.FinishJoint _,Wish.MergeInto _ -> 0;
    };
  }

  private static BuildOutcome built(Step... steps) { return new BuildOutcome.Built(List.of(steps), List.of()); }

  private BuildOutcome add(Wish.AddReplica wish, RegionEntry region) {
    if (region.peers().onStore(wish.store()) != null) return UNSAFE;
    long peer = ids.take();
    Step added = new Step.AddLearner(peer, wish.store());
    return wish.voter() ? built(added, new Step.Promote(peer)) : built(added);
  }

  private BuildOutcome promote(Wish.PromoteReplica wish, RegionEntry region) {
    RegionPeer peer = region.peers().onStore(wish.store());
    return peer == null || peer.role() != PeerRole.LEARNER ? UNSAFE : built(new Step.Promote(peer.id()));
  }

  private BuildOutcome moveLeader(Wish.MoveLeader wish, RegionEntry region) {
    RegionPeer peer = region.peers().onStore(wish.toStore());
    boolean can = peer != null && peer.role() == PeerRole.VOTER && region.health().good(peer.id());
    return can && peer.id() != region.leader().id() ? built(new Step.TransferLeader(peer.id())) : UNSAFE;
  }

  private BuildOutcome finishJoint(RegionEntry region) {
    if (region.leader().role().stays()) return built(new Step.LeaveJoint());
    RegionPeer next = successor(region);
    return next == null ? UNSAFE : built(new Step.TransferLeader(next.id()), new Step.LeaveJoint());
  }

  private BuildOutcome remove(Wish.RemoveReplica wish, RegionEntry region) {
    RegionPeer old = region.peers().onStore(wish.store());
    if (old == null || old.role() == PeerRole.VOTER && region.peers().voters() == 1) return UNSAFE;
    if (old.id() != region.leader().id()) return built(new Step.RemovePeer(old.id()));
    RegionPeer next = successor(region);
    return next == null ? UNSAFE : built(new Step.TransferLeader(next.id()), new Step.RemovePeer(old.id()));
  }

  private BuildOutcome replace(Wish.ReplaceReplica wish, RegionEntry region) {
    RegionPeer old = region.peers().onStore(wish.fromStore());
    if (old == null || region.peers().onStore(wish.toStore()) != null) return UNSAFE;
    boolean leads = old.id() == region.leader().id();
    RegionPeer next = leads && !wish.leaderFollows() ? successor(region) : null;
    long peer = ids.take();
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.AddLearner(peer, wish.toStore()));
    if (old.role() == PeerRole.LEARNER) steps.add(new Step.RemovePeer(old.id()));
    else if (leads && next == null) {
      // Nobody else is to lead, or can: the new one votes before the old one goes. One voter more, for a moment.
      steps.add(new Step.Promote(peer));
      steps.add(new Step.TransferLeader(peer));
      steps.add(new Step.RemovePeer(old.id()));
    } else {
      if (leads) steps.add(new Step.TransferLeader(next.id()));
      steps.add(new Step.EnterJoint(peer, old.id()));
      steps.add(new Step.LeaveJoint());
    }
    return new BuildOutcome.Built(steps, List.of());
  }

  /** Who leads instead of the leader: a healthy voter where a leader costs least; or null. */
  private RegionPeer successor(RegionEntry region) {
    RegionPeer best = null;
    double least = Double.POSITIVE_INFINITY;
    for (RegionPeer peer : region.peers().list()) {
      boolean can = peer.role() == PeerRole.VOTER && peer.id() != region.leader().id()
          && region.health().good(peer.id());
      double cost = can ? leaderCost.applyAsDouble(peer.store()) : Double.POSITIVE_INFINITY;
      if (cost < least) {
        best = peer;
        least = cost;
      }
    }
    return best;
  }

  private List<Step.Part> parts(int count, RegionEntry region) {
    List<Step.Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long id = ids.take();
      List<Long> peers = new ArrayList<>();
      for (int p = 0; p < region.peers().size(); p++) peers.add(ids.take());
      parts.add(new Step.Part(id, peers));
    }
    return parts;
  }
}
