package io.vertikv.placement.operator;

/** How far an operator has come, and how it ended. */
public enum OperatorStatus {
  RUNNING, SUCCEEDED,
  /** A step took too long. */
  TIMED_OUT,
  /** The region was changed by somebody else: it split, or its peers are others. */
  REGION_CHANGED,
  /** The region is known no more. */
  REGION_GONE,
  /** A step would have removed the peer that leads. */
  UNSAFE,
  /** By hand. */
  CANCELLED
}
