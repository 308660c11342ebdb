package io.vertikv.placement.report;

import java.util.List;

/**
 * What went through a region's leader since its last report.
 *
 * @param buckets optional: how the load was spread over the range, in key order
 */
public record RegionFlow(Traffic read, Traffic write, long intervalMillis, List<LoadBucket> buckets) {
  public static final int BUCKETS_MAX = 64;
  public static final RegionFlow NONE = new RegionFlow(Traffic.NONE, Traffic.NONE, 0, List.of());

  public RegionFlow {
    buckets = List.copyOf(buckets);
    if (intervalMillis < 0) throw new IllegalArgumentException("negative interval");
    if (buckets.size() > BUCKETS_MAX) throw new IllegalArgumentException("more than " + BUCKETS_MAX + " buckets");
    for (int i = 1; i < buckets.size(); i++) {
      if (buckets.get(i - 1).start().compareTo(buckets.get(i).start()) >= 0) {
        throw new IllegalArgumentException("buckets out of order");
      }
    }
  }
}
