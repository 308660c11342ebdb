package io.vertikv.txn.route;

import io.vertikv.txn.region.Lane;

/**
 * What a leader remembers of one gateway of another store, so that its operations are run in the order of their submission or
 * not at all: once one of an attempt was refused, or is missing, all later ones of that attempt are refused. The gateway then
 * sends them again in a new attempt, and what an older one still brings is refused too.
 */
final class StreamOrder {
  /** Lanes of a stream are told apart by that many: those that share one keep their order without need. */
  private static final int LANES = 256;

  private final Lane[] lanes = new Lane[LANES];
  private long attempt = -1;
  private long expected;
  private boolean refused;

  /** True when the operation may run: asked once for each that arrives. */
  boolean admits(long ofAttempt, long position) {
    if (ofAttempt < attempt) return false;
    if (ofAttempt > attempt) {
      attempt = ofAttempt;
      expected = 0;
      refused = false;
    }
    refused |= position != expected;
    if (!refused) expected++;
    return !refused;
  }

  /** One of the attempt did not run. */
  void refuse(long ofAttempt) { refused |= ofAttempt == attempt; }

  /** Null for number 0: an operation in no lane. */
  Lane lane(long number) {
    if (number == 0) return null;
    int at = (int) (number & LANES - 1);
    if (lanes[at] == null) lanes[at] = new Lane();
    return lanes[at];
  }
}
