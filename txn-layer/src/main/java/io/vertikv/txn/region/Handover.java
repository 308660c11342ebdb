package io.vertikv.txn.region;

import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Loop;

/**
 * A transfer of leadership as a fence (R8): the intake stops, what is pending commits, then the group is asked to change its
 * leader. What waits meanwhile is told where to go when leadership is lost, or runs here when that does not happen in time.
 *
 * <pre>
 *   begin ─► fenced ── nothing pending ─► asked ─┬─ leadership lost ─► over
 *      └──────────── too late, or refused ───────┴───────────────────► fence open again
 * </pre>
 */
final class Handover {
  private final Loop loop;
  private final OperationRunner runner;
  private RaftGroup group;
  /** The peer that shall lead; 0: nobody else. */
  private long target;
  private boolean asked;
  private long sinceNanos;

  Handover(Loop loop, OperationRunner runner) {
    this.loop = loop;
    this.runner = runner;
  }

  void bind(RaftGroup raft) { group = raft; }

  boolean busy() { return target != 0; }

  /** False when one is under way, or the peer cannot lead. */
  boolean begin(long peer) {
    boolean eligible = peer != group.peer() && group.membership().voters().contains(peer);
    if (target != 0 || !eligible) return false;
    target = peer;
    asked = false;
    sinceNanos = loop.nanoTime();
    runner.fence(true);
    advance();
    return true;
  }

  void advance() {
    if (target == 0) return;
    boolean late = loop.nanoTime() - sinceNanos >= RegionConfig.HANDOVER_NANOS_MAX;
    if (late) {
      giveUp();
    } else if (!asked && runner.quiet()) {
      asked = true;
      if (!group.transferLeader(target)) giveUp();
    }
  }

  private void giveUp() {
    target = 0;
    runner.fence(false);
    runner.flush();
  }

  /** Leadership is lost: the store where those who wait had better try. */
  long leaderStore() {
    long next = group.leaderStore() != 0 || target == 0 ? group.leaderStore() : group.addresses().storeOf(target);
    target = 0;
    return next;
  }
}
