package io.vertikv.raft;

import io.vertikv.raft.message.TimeoutNow;
import io.vertikv.raft.progress.Progress;

/**
 * One attempt to hand leadership to a peer (dissertation §3.10): let it catch up, tell it to campaign, wait, give up.
 */
final class LeaderTransfer {
  private final Replica replica;
  private final long target;
  private long elapsed;
  private boolean asked;

  LeaderTransfer(Replica replica, long target) {
    this.replica = replica;
    this.target = target;
  }

  long target() { return target; }

  /** The target may campaign any time from here on, even long after we gave up. */
  boolean hasAsked() { return asked; }

  /** True when it took too long. */
  boolean onTick(long patienceNanos) {
    elapsed += patienceNanos;
    return elapsed >= replica.config.electionTimeoutNanos();
  }

  boolean isReady(Progress progress) { return !asked && progress.matched() == replica.log.lastIndex(); }

  void ask() {
    asked = true;
    replica.outbox.send(target, new TimeoutNow(replica.self, replica.ballot.term(), replica.log.lastIndex()));
  }
}
