package io.vertikv.txn.region;

/** What a read of one replica may miss. */
public enum Freshness {
  /** Nothing that was acknowledged before it was asked for: one question to the leader. */
  LINEARIZABLE,
  /** Whatever this replica has not applied yet. */
  STALE
}
