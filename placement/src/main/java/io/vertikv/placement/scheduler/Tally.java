package io.vertikv.placement.scheduler;

import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.operator.Reason;
import java.util.EnumMap;
import java.util.Map;

/** How often each scheduler proposed something, and for which reasons it did not. */
public final class Tally {
  private final long[][] reasons = new long[SchedulerName.values().length][Reason.values().length];
  private final long[] proposed = new long[SchedulerName.values().length];

  public void count(SchedulerName scheduler, Reason reason) { reasons[scheduler.ordinal()][reason.ordinal()]++; }

  public void countProposed(SchedulerName scheduler) { proposed[scheduler.ordinal()]++; }

  public long proposed(SchedulerName scheduler) { return proposed[scheduler.ordinal()]; }

  public long of(SchedulerName scheduler, Reason reason) { return reasons[scheduler.ordinal()][reason.ordinal()]; }

  /** Those that occurred. */
  public Map<Reason, Long> of(SchedulerName scheduler) {
    Map<Reason, Long> found = new EnumMap<>(Reason.class);
    for (Reason reason : Reason.values()) if (of(scheduler, reason) > 0) found.put(reason, of(scheduler, reason));
    return found;
  }
}
