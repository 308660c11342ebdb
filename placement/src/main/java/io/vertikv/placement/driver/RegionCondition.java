package io.vertikv.placement.driver;

/** States of regions that operators ask for. */
public enum RegionCondition {
  /** A peer is broken or long silent. */
  DOWN_PEER,
  /** A peer lags. */
  PENDING_PEER,
  /** Fewer replicas than demanded. */
  MISSING_PEER,
  /** More replicas than demanded. */
  EXTRA_PEER,
  /** A replica lives on a store that is down or being removed. */
  LOST_STORE,
  /** In a joint phase. */
  JOINT,
  /** Too big. */
  OVERSIZED,
  /** Nothing in it. */
  EMPTY,
  /** Its leader has not been heard of for longer than a store may be silent. */
  SILENT
}
