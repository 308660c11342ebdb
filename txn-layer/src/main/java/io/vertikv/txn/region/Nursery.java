package io.vertikv.txn.region;

import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.region.Region;
import java.util.random.RandomGenerator;

/** Gives regions that have split off another one a place on this store. All calls are made on the parent's loop. */
public interface Nursery {
  /** Where a region lives, and whom it tells what its stages took. */
  record Home(RegionHost.Place place, RegionTimings timings, RandomGenerator random) {}

  /** The store that this is. */
  long store();

  Home home(Region region, RaftGroup.Seat seat);

  /** It is open: messages for its group and ticks may come to it, and it is to be started. */
  void opened(RegionHost.Hosted child);
}
