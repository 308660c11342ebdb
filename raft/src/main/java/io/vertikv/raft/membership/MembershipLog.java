package io.vertikv.raft.membership;

import io.vertikv.raft.invariant.Invariant;
import java.util.ArrayList;
import java.util.List;

/**
 * The memberships along the log, from the newest committed one on. The last one holds (Raft §6: "a server always uses
 * the latest configuration in its log, regardless of whether the entry is committed").
 */
public final class MembershipLog {
  private record Since(long index, Membership membership) {}

  private final List<Since> history = new ArrayList<>();

  public MembershipLog(long index, Membership membership) { reset(index, membership); }

  public Membership current() { return history.getLast().membership; }

  /** Since which index the current membership holds. */
  public long currentSince() { return history.getLast().index; }

  /**
   * Voter in the current membership, or in one before it that is not known to be replaced by a committed one. Such a peer
   * may be the only one that can be elected (dissertation §4.2.2, figure 4.6): its log holds the membership without it,
   * so it refuses everybody who lacks that, and without its vote the others may have no quorum of the old one.
   */
  public boolean mayBeNeeded(long peer) {
    for (Since since : history) {
      if (since.membership.isVoter(peer)) return true;
    }
    return false;
  }

  public void append(long index, Membership membership) {
    Invariant.check(index > currentSince(), "membership at %s after one at %s", index, currentSince());
    history.add(new Since(index, membership));
  }

  /** True when the current membership was cut away and an older one holds again. */
  public boolean truncate(long from) {
    boolean changed = false;
    while (history.getLast().index >= from) {
      Invariant.check(history.size() > 1, "cut from %s removes the committed membership at %s", from, currentSince());
      history.removeLast();
      changed = true;
    }
    return changed;
  }

  public void committedTo(long index) {
    while (history.size() > 1 && history.get(1).index <= index) history.removeFirst();
  }

  public void reset(long index, Membership membership) {
    history.clear();
    history.add(new Since(index, membership));
  }
}
