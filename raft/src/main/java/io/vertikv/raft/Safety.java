package io.vertikv.raft;

import io.vertikv.raft.log.LogMark;

/**
 * The rules whose violation loses data or lies, one line each, in one place. They are methods of an object so that
 * tests can break them one at a time and see the simulation notice; production has exactly this one.
 */
class Safety {
  /** One vote a term (paper §5.2), and none against a leader that is known. */
  boolean mayVoteFor(long candidate, long votedFor, long knownLeader) {
    return votedFor == candidate || votedFor == 0 && knownLeader == 0;
  }

  /** Election restriction (§5.4.1): whoever leads must hold every committed entry. */
  boolean isLogGoodEnough(LogMark candidate, LogMark own) {
    return candidate.isAtLeast(own);
  }

  /** Figure 8 (§5.4.2): entries of older terms are committed only by riding along. */
  boolean mayCommitByCounting(long entryTerm, long leaderTerm) {
    return entryTerm == leaderTerm;
  }

  /** A leader counts itself like any other: by what is durable. */
  long ownMatched(long last, long stable) {
    return stable;
  }

  /** Votes and acceptances leave after the disk has them. */
  boolean promisesWaitForSync() { return true; }

  /** One change at a time (dissertation §4.1), and only after an entry of one's own term is committed (its erratum). */
  boolean mayChangeMembership(boolean committedInTerm, boolean previousIsCommitted) {
    return committedInTerm && previousIsCommitted;
  }

  /** Reads wait until the commit index is known to be the newest (§8). */
  boolean mayServeReads(boolean committedInTerm) {
    return committedInTerm;
  }

  /** No vote while a leader may still rely on us (dissertation §6.4.1). */
  boolean keepsPromise(long nowNanos, long promisedUntilNanos) {
    return nowNanos < promisedUntilNanos;
  }
}
