package io.vertikv.placement.scheduler;

import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.operator.OperatorKind;
import io.vertikv.placement.operator.Proposal;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.operator.SplitBy;
import io.vertikv.placement.operator.Wish;
import io.vertikv.placement.report.LoadBucket;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.store.bytes.Bytes;
import java.util.List;

/** Splits a region where a placement rule begins or ends, or when it is too big, has too many keys or too much to do. */
public final class SplitCheck implements RegionCheck {
  @Override
  public SchedulerName name() { return SchedulerName.SPLIT; }

  @Override
  public Proposal check(RegionEntry region, ClusterView view, Tally tally) {
    Bytes edge = view.hasRules()
        ? view.record().rules().edgeWithin(region.region().start(), region.region().end())
        : null;
    Wish wish = edge != null ? Wish.SplitRegion.at(SplitBy.RULE, List.of(edge)) : bySize(region, view);
    if (wish == null && region.load() >= view.get(Setting.SPLIT_LOAD)) wish = byLoad(region, view, tally);
    if (wish == null) return null;
    if (view.busy(region)) return none(tally, Reason.REGION_BUSY);
    if (!region.health().good() || region.peers().isJoint()) return none(tally, Reason.REGION_UNHEALTHY);
    return new Proposal(region.id(), OperatorKind.SPLIT, wish, reason(region, edge));
  }

  private static String reason(RegionEntry region, Bytes edge) {
    if (edge != null) return "a placement rule begins or ends at " + edge;
    return "it holds " + (region.bytes() >> 20) + " MiB in " + region.keys() + " keys and bears "
        + (region.load() >> 10)
        + " KiB/s";
  }

  private static Proposal none(Tally tally, Reason reason) {
    tally.count(SchedulerName.SPLIT, reason);
    return null;
  }

  /** Pieces are of half the size that a region may have, so that they have room to grow. */
  private static Wish bySize(RegionEntry region, ClusterView view) {
    long bytesMax = view.get(Setting.SPLIT_REGION_BYTES);
    long keysMax = view.get(Setting.SPLIT_REGION_KEYS);
    if (region.bytes() > bytesMax)
      return new Wish.SplitRegion(SplitBy.SIZE, List.of(), pieces(region.bytes(), bytesMax));
    if (region.keys() > keysMax) return new Wish.SplitRegion(SplitBy.KEYS, List.of(), pieces(region.keys(), keysMax));
    return null;
  }

  private static int pieces(long size, long most) {
    return Math.clamp(size / Math.max(1, most / 2), 2, Wish.SplitRegion.PIECES_MAX);
  }

  private static Wish byLoad(RegionEntry region, ClusterView view, Tally tally) {
    List<LoadBucket> buckets = region.buckets();
    if (buckets.isEmpty()) return new Wish.SplitRegion(SplitBy.LOAD, List.of(), 2);
    long total = buckets.stream().mapToLong(LoadBucket::load).sum();
    long left = 0;
    long bestBigger = Long.MAX_VALUE;
    Bytes key = null;
    for (int i = 1; i < buckets.size(); i++) {
      left += buckets.get(i - 1).load();
      long bigger = Math.max(left, total - left);
      boolean within = buckets.get(i).start().compareTo(region.region().start()) > 0
          && region.region().contains(buckets.get(i).start());
      if (!within || bigger >= bestBigger) continue;
      bestBigger = bigger;
      key = buckets.get(i).start();
    }
    if (key == null || bestBigger > total * view.get(Setting.SPLIT_LOAD_BALANCE_PERMILLE) / 1000) {
      none(tally, Reason.ONE_HOT_KEY);
      return null;
    }
    return Wish.SplitRegion.at(SplitBy.LOAD, List.of(key));
  }
}
