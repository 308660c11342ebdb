package io.vertikv.txn.region;

import io.vertikv.store.region.RegionRecord;
import java.util.List;

/**
 * What an entry made of the region itself, on its way from the apply thread to the loop.
 *
 * @param index    of the entry
 * @param now      the region behind it
 * @param children that split off; none when the entry was another one, or a split that came too late
 */
record RegionChange(long index, RegionRecord now, List<NewRegion> children) {
  /** A child as every replica found it. */
  record NewRegion(RegionSplit.Child child, RegionRecord record) {}
}
