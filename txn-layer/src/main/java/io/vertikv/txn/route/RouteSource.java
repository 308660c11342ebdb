package io.vertikv.txn.route;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.region.RegionRoute;
import java.util.List;
import java.util.function.Consumer;

/** Where routes come from that nobody here has heard of: this store's replicas, other stores, placement. */
public interface RouteSource {
  /**
   * Asks for the regions of a range; called on a front-end loop, and again while the answer leaves gaps.
   *
   * @param done told once, on any thread: what was learned, perhaps of other ranges, perhaps nothing
   */
  void load(KeyRange range, Consumer<List<RegionRoute>> done);
}
