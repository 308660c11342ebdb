package io.vertikv.placement.operator;

import io.vertikv.placement.cluster.Setting;

/** What an operator is for, with the limit on how many there may be at a time. */
public enum OperatorKind {
  REPLICA(Setting.REPLICA_OPERATORS_MAX), EVICT(Setting.LEADER_OPERATORS_MAX), SPLIT(Setting.SPLIT_OPERATORS_MAX), HOT(
      Setting.HOT_OPERATORS_MAX), LEADER(Setting.LEADER_OPERATORS_MAX), REGION(
          Setting.REGION_OPERATORS_MAX), MERGE(Setting.MERGE_OPERATORS_MAX),
  /** By hand: as many as somebody types. */
  ADMIN(null);

  private final Setting limit;

  OperatorKind(Setting limit) { this.limit = limit; }

  /** Null: none. */
  Setting limit() {
    return limit;
  }
}
