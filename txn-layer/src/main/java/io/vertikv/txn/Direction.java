package io.vertikv.txn;

/** The order of a scan. */
public enum Direction {
  FORWARD, BACKWARD
}
