package io.vertikv.raft.membership;

/** One step of a {@link MembershipChange}. */
public sealed interface PeerChange {
  long peer();

  /** A new peer, which receives the log and does not vote. */
  record AddLearner(long peer) implements PeerChange {}

  /** A learner becomes a voter. There is no other way to become one: a voter has a log from its first day. */
  record Promote(long peer) implements PeerChange {}

  /** A voter becomes a learner. */
  record Demote(long peer) implements PeerChange {}

  /** A voter or learner leaves. Its id never returns. */
  record Remove(long peer) implements PeerChange {}
}
