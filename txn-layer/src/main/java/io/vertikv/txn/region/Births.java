package io.vertikv.txn.region;

import java.util.List;

/** Opens the replicas of regions that have split off one here; on the parent's loop. */
interface Births {
  Births NONE = (change, led) -> List.of();

  /**
   * @param led whether the parent is led here: so will the children be, if they can
   * @return where the children are
   */
  List<RegionRoute> born(RegionChange change, boolean led);
}
