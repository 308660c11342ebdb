package io.vertikv.placement.scheduler;

import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.operator.Proposal;
import io.vertikv.placement.topology.RegionEntry;

/** Looks at one region. */
public interface RegionCheck {
  SchedulerName name();

  /** Null when there is nothing to do for the region, or nothing that can be done, and then the tally says why. */
  Proposal check(RegionEntry region, ClusterView view, Tally tally);
}
