package io.vertikv.raft;

import io.vertikv.raft.progress.Progress;
import io.vertikv.raft.progress.ProgressTable;
import io.vertikv.raft.quorum.AckedIndex;
import io.vertikv.raft.quorum.JointQuorum;

/**
 * How long this leader may know, without asking, that there is no other (dissertation §6.4.1, made safe against
 * transfer).
 *
 * <p>
 * Whoever acknowledged a request that was sent at s has promised to keep away from elections for one election timeout
 * from its receipt. When a quorum has answered requests sent at s or later, no leader can be elected before s +
 * election timeout; the lease is that, less the bound on the drift between clocks. Every quorum of any membership that
 * could elect somebody meets this one (simple changes and joint ones alike), and a restarted peer keeps away for a
 * whole timeout.
 *
 * <p>
 * The one election that does not respect promises is the one that a leader has asked for by TimeoutNow. So the lease
 * is given up when a transfer begins, and after a transfer that failed it returns only when an entry appended after
 * the request (the fence) is committed: the target of a TimeoutNow still under way either holds the fence and refuses,
 * since its log no longer ends where the request says, or lacks it and cannot win.
 */
final class Lease {
  private final Replica replica;
  private final AckedIndex sentTimes;
  private long fence;

  Lease(Replica replica, ProgressTable table) {
    this.replica = replica;
    sentTimes = peer -> {
      if (peer == replica.self) return replica.clock.now();
      Progress progress = table.of(peer);
      return progress == null ? Progress.NEVER : progress.ackedSentNanos();
    };
  }

  /** The lease is off until this entry is committed. */
  void fence(long index) { fence = index; }

  boolean isValid(long now, JointQuorum quorum) {
    if (replica.log.commitIndex() < fence || !replica.isVoter()) return false;
    if (quorum.isOnly(replica.self)) return true;
    long since = quorum.committedIndex(sentTimes);
    return since != Progress.NEVER && now - since < replica.config.leaseNanos();
  }
}
