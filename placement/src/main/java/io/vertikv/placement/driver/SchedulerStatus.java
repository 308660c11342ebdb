package io.vertikv.placement.driver;

import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.operator.Reason;
import java.util.Map;

/** A scheduler, for people: whether it runs, what it has started since this leader began, and why it has not started more. */
public record SchedulerStatus(SchedulerName name, boolean runs, long proposed, Map<Reason, Long> reasons) {}
