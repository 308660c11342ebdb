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

/**
 * Merges a small region into a neighbour, the smaller one of the two. First its replicas move to the stores that have the
 * neighbour's, one by one; then they merge. Off until somebody switches it on.
 */
public final class MergeCheck implements RegionCheck {
  @Override
  public SchedulerName name() { return SchedulerName.MERGE; }

  @Override
  public Proposal check(RegionEntry region, ClusterView view, Tally tally) {
    if (!small(region, view)) return null;
    if (!ready(region, view)) return none(tally, Reason.NOT_MERGEABLE);
    RegionEntry before = fitting(region, view.regions().before(region), view);
    RegionEntry after = fitting(region, view.regions().after(region), view);
    RegionEntry target = before == null || after != null && after.bytes() < before.bytes() ? after : before;
    if (target == null) return none(tally, Reason.NOT_MERGEABLE);
    if (view.operators().full(OperatorKind.MERGE, view.config())) return none(tally, Reason.OPERATOR_LIMIT);
    return together(region, target, view, tally);
  }

  private static Proposal none(Tally tally, Reason reason) {
    tally.count(SchedulerName.MERGE, reason);
    return null;
  }

  private static boolean small(RegionEntry region, ClusterView view) {
    return region.bytes() < view.get(Setting.MERGE_REGION_BYTES) && region.keys() < view.get(Setting.MERGE_REGION_KEYS);
  }

  private static boolean ready(RegionEntry region, ClusterView view) {
    boolean calm = region.load() < view.get(Setting.HOT_LOAD_MIN);
    boolean settled = view.now() - region.rangeSinceMillis() >= view.get(Setting.MERGE_AFTER_MILLIS);
    boolean voters = region.peers().list().stream().allMatch(peer -> peer.role() == PeerRole.VOTER);
    return calm && settled && voters && region.health().good() && !view.busy(region);
  }

  /** The neighbour, if both together would be far from being split again, and the same rule holds for both; else null. */
  private static RegionEntry fitting(RegionEntry region, RegionEntry other, ClusterView view) {
    if (other == null || !ready(other, view)) return null;
    boolean stays = 2 * (region.bytes() + other.bytes()) <= view.get(Setting.SPLIT_REGION_BYTES)
        && 2 * (region.keys() + other.keys()) <= view.get(Setting.SPLIT_REGION_KEYS);
    boolean sameRule = !view.hasRules() || view.demands(region) == view.demands(other)
        && view.record().rules().edgeWithin(region.region().start(), other.region().end()) == null
        && view.record().rules().edgeWithin(other.region().start(), region.region().end()) == null;
    return stays && sameRule && region.peers().size() == other.peers().size() ? other : null;
  }

  private static Proposal together(RegionEntry region, RegionEntry target, ClusterView view, Tally tally) {
    RegionPeer stray = null;
    for (RegionPeer peer : region.peers().list()) if (target.peers().onStore(peer.store()) == null) stray = peer;
    if (stray == null) {
      return new Proposal(region.id(), OperatorKind.MERGE, new Wish.MergeInto(target.id()),
          "it holds " + (region.bytes() >> 20) + " MiB in " + region.keys() + " keys");
    }
    for (RegionPeer peer : target.peers().list()) {
      StoreEntry to = view.store(peer.store());
      if (region.peers().onStore(peer.store()) != null || view.refusesReplica(to, region.bytes()) != null) continue;
      return new Proposal(region.id(), OperatorKind.MERGE, new Wish.ReplaceReplica(stray.store(), to.id(), false),
          "to be merged into region " + target.id());
    }
    return none(tally, Reason.NO_TARGET);
  }
}
