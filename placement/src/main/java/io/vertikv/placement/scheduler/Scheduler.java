package io.vertikv.placement.scheduler;

import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.operator.Proposal;

/** Looks at the stores and proposes one thing at a time; asked again as long as it has proposals and there is room for them. */
public interface Scheduler {
  SchedulerName name();

  /** Null when there is nothing to propose, and then the tally says why. */
  Proposal propose(ClusterView view, Tally tally);
}
