package io.vertikv.placement.host;

import io.vertikv.placement.operator.Step;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.store.region.RegionEpoch;
import java.util.Optional;

/** A region's replica on this store, as far as placement has to do with it; on its loop. */
public interface RegionReplica {
  long id();

  RegionEpoch epoch();

  /** Empty unless it leads and knows where all peers live. */
  Optional<RegionReport> report();

  /**
   * Does one step, or goes on with it. Safe at the wrong moment and twice: what is done already is left alone, what would be
   * unsafe is refused.
   *
   * @return what is being done, or why not: for the log
   */
  String obey(Step step);
}
