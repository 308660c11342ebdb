package io.vertikv.resp.type;

import io.vertikv.txn.Direction;

/** The two ends of a list. */
public enum ListEnd {
  HEAD, TAIL;

  /** The order of a walk that starts at this end. */
  Direction inwards() {
    return this == HEAD ? Direction.FORWARD : Direction.BACKWARD;
  }
}
