package io.vertikv.txn.region;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.region.RegionEpoch;
import java.util.List;

/**
 * Where a region is: its range as of an epoch, the stores that hold a replica, and the one that was last known to lead; 0
 * when none was. A hint that may be old: whoever is asked by it checks the epoch.
 */
public record RegionRoute(long region, KeyRange range, RegionEpoch epoch, long leaderStore, List<Long> stores) {
  public RegionRoute {
    stores = List.copyOf(stores);
  }
}
