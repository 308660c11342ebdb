package io.vertikv.tools.sim;

import static io.vertikv.tools.sim.SimViolation.check;

import io.vertikv.raft.RaftStatus;
import io.vertikv.raft.membership.Membership;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.raftlog.GroupLog;
import io.vertikv.txn.region.RegionHost;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The properties of figure 3 of the Raft paper, and what hosts, leases and engines promise on top of them. */
final class Checks {
  private Checks() {}

  static List<Check> all(Ledger ledger) {
    return List.of(ledger, new OneLeaderPerTerm(), new LeaderCompleteness(ledger), new LogMatching(),
        new AppliedIsAFunctionOfTheLog(ledger), new MembershipFollowsTheLog(ledger),
        new TermsNeverFall(), new LeasesAreExclusive(ledger),
        new SleepersAreLed());
  }

  /** Election safety (§5.2). */
  static final class OneLeaderPerTerm implements Check {
    private final Map<Long, Long> leaders = new HashMap<>();

    @Override
    public void look(SimCluster cluster) {
      for (SimNode node : cluster.nodes()) {
        if (!node.up() || !node.store().group().leads()) continue;
        long term = node.store().group().term();
        Long other = leaders.putIfAbsent(term, node.id());
        check(other == null || other == node.id(), "term %s has leaders %s and %s", term, other, node.id());
      }
    }
  }

  /** Leader completeness (§5.4). */
  static final class LeaderCompleteness implements Check {
    private final Ledger ledger;
    private final Set<Long> terms = new HashSet<>();

    LeaderCompleteness(Ledger ledger) { this.ledger = ledger; }

    @Override
    public void look(SimCluster cluster) {
      for (SimNode node : cluster.nodes()) {
        if (!node.up() || !node.store().group().leads()) continue;
        long term = node.store().group().term();
        if (terms.add(term)) ledger.mustHoldAll(node.store(), term);
      }
    }
  }

  /** Log matching (§5.3): the same index and term in two logs means the same terms up to it. Dear, so not at every step. */
  static final class LogMatching implements Check {
    private static final int EVERY = 64;
    private static final int ENTRIES_MAX = 200;
    private int looks;

    @Override
    public void look(SimCluster cluster) {
      if (++looks % EVERY != 0) return;
      List<SimNode> nodes = cluster.nodes();
      for (SimNode left : nodes) {
        for (SimNode right : nodes) if (left.id() < right.id() && left.up() && right.up()) compare(left, right);
      }
    }

    private static void compare(SimNode left, SimNode right) {
      long last = Math.min(left.store().group().status().lastIndex(), right.store().group().status().lastIndex());
      long first = Math.max(left.store().log().firstIndex(), right.store().log().firstIndex());
      boolean agreed = false;
      for (long index = last; index >= Math.max(first, last - ENTRIES_MAX); index--) {
        long one = left.store().group().logTerm(index);
        long two = right.store().group().logTerm(index);
        if (one == GroupLog.NO_TERM || two == GroupLog.NO_TERM) return;
        agreed |= one == two;
        check(!agreed || one == two, "stores %s and %s agree above %s, but hold it of terms %s and %s", left.id(),
            right.id(), index, one, two);
      }
    }
  }

  /** State machine safety (§5.4.3): an engine holds exactly what the agreed log makes of nothing, also after a crash. */
  static final class AppliedIsAFunctionOfTheLog implements Check {
    private final Ledger ledger;
    private final Map<Long, Looked> looked = new HashMap<>();

    private record Looked(MemoryEngine engine, long index) {}

    AppliedIsAFunctionOfTheLog(Ledger ledger) { this.ledger = ledger; }

    @Override
    public void look(SimCluster cluster) {
      for (SimNode node : cluster.nodes()) {
        Looked state = new Looked(node.engine(), RegionHost.appliedIndex(node.engine(), SimStore.GROUP));
        if (state.equals(looked.put(node.id(), state))) continue;
        check(ledger.hasBeenApplied(state.index), "the engine of store %s has applied %s, nobody else has", node.id(),
            state.index);
        check(RegionDigest.of(node.engine()) == ledger.digestAt(state.index),
            "the engine of store %s does not hold what the log makes of nothing up to %s", node.id(), state.index);
      }
    }
  }

  /** Who takes part is what the log says up to its end, also after a restart or a snapshot. */
  static final class MembershipFollowsTheLog implements Check {
    private static final int EVERY = 16;
    private final Ledger ledger;
    private int looks;

    MembershipFollowsTheLog(Ledger ledger) { this.ledger = ledger; }

    @Override
    public void look(SimCluster cluster) {
      if (++looks % EVERY != 0) return;
      for (SimNode node : cluster.nodes()) {
        if (!node.up() || node.store().group().restoring()) continue;
        RaftStatus status = node.store().group().status();
        Membership agreed = ledger.membershipAt(status.lastIndex());
        if (agreed == null || !ledger.agreed(status.lastIndex(), node.store().group().logTerm(status.lastIndex()))) {
          continue;
        }
        check(agreed.equals(status.membership()), "store %s takes %s for the membership at %s, the log says %s",
            node.id(), status.membership(), status.lastIndex(), agreed);
      }
    }
  }

  /** Terms never go back on a running replica, nor below what its log was given. */
  static final class TermsNeverFall implements Check {
    private final Map<SimStore, Long> terms = new HashMap<>();

    @Override
    public void look(SimCluster cluster) {
      for (SimNode node : cluster.nodes()) {
        if (!node.up()) continue;
        long term = node.store().group().term();
        long written = node.store().log().state().term();
        check(term >= written, "store %s is in term %s, behind its disk's %s", node.id(), term, written);
        Long before = terms.put(node.store(), term);
        check(before == null || before <= term, "store %s went back from term %s to %s", node.id(), before, term);
      }
    }
  }

  /** A leader inside its lease knows all that anybody has committed. */
  static final class LeasesAreExclusive implements Check {
    private final Ledger ledger;

    LeasesAreExclusive(Ledger ledger) { this.ledger = ledger; }

    @Override
    public void look(SimCluster cluster) {
      for (SimNode node : cluster.nodes()) {
        if (!node.up() || !node.store().group().leads() || !node.store().group().leaseValid()) continue;
        long commit = node.store().group().commitIndex();
        check(commit >= ledger.highest(), "store %s holds a lease at commit %s, but %s is committed", node.id(), commit,
            ledger.highest());
      }
    }
  }

  /**
   * A voter that sleeps relies on somebody to lead it. Not at once: a store notices after a while that another one is gone, or
   * hears of it from a candidate, whose questions take their time; and one that stands still notices nothing. Who is a learner by anybody's account may sleep on until the next leader wakes it: it
   * has no vote to give.
   */
  static final class SleepersAreLed implements Check {
    private static final long PATIENCE_NANOS = 1_000 * SimScheduler.MILLI;

    private final Map<SimStore, Long> leaderless = new HashMap<>();

    @Override
    public void look(SimCluster cluster) {
      for (SimNode node : cluster.nodes()) {
        if (!node.up()) continue;
        RaftGroup group = node.store().group();
        if (node.store().isPaused() || group.wantsTicks() || isLed(cluster, group) || !votes(cluster, group.peer())) {
          leaderless.remove(node.store());
          continue;
        }
        long now = cluster.time().nowNanos();
        long since = leaderless.computeIfAbsent(node.store(), first -> now);
        check(now - since < PATIENCE_NANOS + cluster.network().delayNanosMax(), "store %s has slept in term %s without a leader since %s ms", node.id(),
            group.term(), since / SimScheduler.MILLI);
      }
    }

    private static boolean votes(SimCluster cluster, long peer) {
      for (SimNode node : cluster.nodes()) {
        if (node.up() && !node.store().group().membership().voters().contains(peer)) return false;
      }
      return true;
    }

    private static boolean isLed(SimCluster cluster, RaftGroup group) {
      SimStore leader = cluster.store(group.leaderStore());
      return leader != null && leader.group().leads() && leader.group().term() >= group.term();
    }
  }
}
