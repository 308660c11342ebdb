package io.vertikv.placement.cluster;

import java.util.Locale;

/** Who proposes operators, in the order in which they are asked. The number is what is stored. */
public enum SchedulerName {
  REPLICA_REPAIR(1), EVICT_LEADERS(2), EVICT_SLOW_STORE(3), SPLIT(4), HOT_REGIONS(5), BALANCE_LEADERS(
      6), BALANCE_REGIONS(7), MERGE(
          8);

  private final int code;

  SchedulerName(int code) { this.code = code; }

  int code() { return code; }

  /** {@code balance-leaders}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
