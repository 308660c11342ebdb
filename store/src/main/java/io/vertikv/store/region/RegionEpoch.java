package io.vertikv.store.region;

/**
 * A region's version, in two halves as in TiKV: {@code version} rises when its range changes (split, merge),
 * {@code confVersion} when its peers change.
 */
public record RegionEpoch(long version, long confVersion) {
  public static final RegionEpoch FIRST = new RegionEpoch(1, 1);
}
