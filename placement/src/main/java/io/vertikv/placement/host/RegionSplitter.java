package io.vertikv.placement.host;

import io.vertikv.placement.operator.Step;
import io.vertikv.placement.report.RegionPeers;

/** Splits the region that it belongs to, where it is led; on the region's loop. */
public interface RegionSplitter {
  /**
   * Begins, or goes on.
   *
   * @param parents the region's peers, in the order of those of each part
   * @return what is being done, or why not
   */
  String split(Step.Split order, RegionPeers parents);
}
