package io.vertikv.tools.sim;

import static io.vertikv.tools.sim.SimViolation.check;

import io.vertikv.raft.RaftStatus;
import io.vertikv.raft.membership.Membership;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.raftlog.GroupLog;
import io.vertikv.store.region.RegionRecord;
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
        new AppliedIsAFunctionOfTheLog(ledger), new MembershipFollowsTheLog(ledger), new TermsNeverFall(),
        new LeasesAreExclusive(ledger), new SleepersAreLed(), new ReplicasOfAStoreLieApart());
  }

  /** Election safety (§5.2). */
  static final class OneLeaderPerTerm implements Check {
    private final Map<Reign, Long> leaders = new HashMap<>();

    @Override
    public void look(SimCluster cluster) {
      for (SimReplica replica : cluster.replicas()) {
        if (!replica.group().leads()) continue;
        long peer = replica.group().peer();
        Reign reign = Reign.of(replica);
        Long other = leaders.putIfAbsent(reign, peer);
        check(other == null || other == peer, "%s has leaders %s and %s", reign, other, peer);
      }
    }
  }

  /** What there is one leader for. */
  private record Reign(long region, long term) {
    static Reign of(SimReplica replica) { return new Reign(replica.region(), replica.group().term()); }
  }

  /** Leader completeness (§5.4). */
  static final class LeaderCompleteness implements Check {
    private final Ledger ledger;
    private final Set<Reign> seen = new HashSet<>();

    LeaderCompleteness(Ledger ledger) { this.ledger = ledger; }

    @Override
    public void look(SimCluster cluster) {
      for (SimReplica replica : cluster.replicas()) {
        if (!replica.group().leads()) continue;
        Reign reign = Reign.of(replica);
        if (seen.add(reign)) ledger.of(reign.region).mustHoldAll(replica, reign.term);
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
      List<SimReplica> all = cluster.replicas();
      for (SimReplica left : all) {
        for (SimReplica right : all)
          if (left.region() == right.region() && left.store().id() < right.store().id()) compare(left, right);
      }
    }

    private static void compare(SimReplica left, SimReplica right) {
      long last = Math.min(left.group().status().lastIndex(), right.group().status().lastIndex());
      long first = Math.max(left.log().firstIndex(), right.log().firstIndex());
      boolean agreed = false;
      for (long index = last; index >= Math.max(first, last - ENTRIES_MAX); index--) {
        long one = left.group().logTerm(index);
        long two = right.group().logTerm(index);
        if (one == GroupLog.NO_TERM || two == GroupLog.NO_TERM) return;
        agreed |= one == two;
        check(!agreed || one == two, "stores %s and %s agree in region %s above %s, but hold it of terms %s and %s",
            left.store().id(), right.store().id(), left.region(), index, one, two);
      }
    }
  }

  /** State machine safety (§5.4.3): an engine holds exactly what the agreed log makes of nothing, also after a crash. */
  static final class AppliedIsAFunctionOfTheLog implements Check {
    private final Ledger ledger;
    private final Map<SimReplica, Long> looked = new HashMap<>();

    AppliedIsAFunctionOfTheLog(Ledger ledger) { this.ledger = ledger; }

    @Override
    public void look(SimCluster cluster) {
      for (SimReplica replica : cluster.replicas()) {
        Engine engine = replica.store().held();
        long index = RegionHost.appliedIndex(engine, replica.region());
        Long before = looked.put(replica, index);
        if (before != null && before == index || replica.isEmpty()) continue;
        RegionLedger agreed = ledger.of(replica.region());
        check(agreed.hasBeenApplied(index), "the engine of store %s has applied %s of region %s, nobody else has",
            replica.store().id(), index, replica.region());
        KeyRange range = RegionRecord.read(engine, replica.region()).orElseThrow().range();
        check(RegionDigest.of(engine, replica.region(), range) == ledger.reference().digestAt(replica.region(), index),
            "the engine of store %s does not hold what the log of region %s makes of nothing up to %s",
            replica.store().id(), replica.region(), index);
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
      for (SimReplica replica : cluster.replicas()) {
        RaftGroup group = replica.group();
        if (group.restoring() || replica.isEmpty()) continue;
        RaftStatus status = group.status();
        RegionLedger log = ledger.of(replica.region());
        Membership agreed = log.membershipAt(status.lastIndex());
        if (agreed == null || !log.agreed(status.lastIndex(), group.logTerm(status.lastIndex()))) continue;
        check(agreed.equals(status.membership()),
            "store %s takes %s for the membership of region %s at %s, the log says %s",
            replica.store().id(), status.membership(), replica.region(), status.lastIndex(), agreed);
      }
    }
  }

  /** Terms never go back on a running replica, nor below what its log was given. */
  static final class TermsNeverFall implements Check {
    private final Map<SimReplica, Long> terms = new HashMap<>();

    @Override
    public void look(SimCluster cluster) {
      for (SimReplica replica : cluster.replicas()) {
        long term = replica.group().term();
        long written = replica.log().state().term();
        long store = replica.store().id();
        check(term >= written, "store %s is in term %s of region %s, behind its disk's %s", store, term,
            replica.region(),
            written);
        Long before = terms.put(replica, term);
        check(before == null || before <= term, "store %s went back from term %s of region %s to %s", store, before,
            replica.region(), term);
      }
    }
  }

  /** A leader inside its lease knows all that anybody has committed. */
  static final class LeasesAreExclusive implements Check {
    private final Ledger ledger;

    LeasesAreExclusive(Ledger ledger) { this.ledger = ledger; }

    @Override
    public void look(SimCluster cluster) {
      for (SimReplica replica : cluster.replicas()) {
        if (!replica.group().leads() || !replica.group().leaseValid()) continue;
        long commit = replica.group().commitIndex();
        long highest = ledger.of(replica.region()).highest();
        check(commit >= highest, "store %s holds a lease of region %s at commit %s, but %s is committed",
            replica.store().id(), replica.region(), commit, highest);
      }
    }
  }

  /**
   * A voter that sleeps relies on somebody to lead it. Not at once: a store notices after a while that another one is gone, or
   * hears of it from a candidate, whose questions take their time; and one that stands still notices nothing. Who is a learner
   * or has left by anybody's account may sleep on until somebody wakes it: it has no vote to give.
   */
  static final class SleepersAreLed implements Check {
    private static final long PATIENCE_NANOS = 1_000 * SimScheduler.MILLI;

    private final Map<SimReplica, Long> leaderless = new HashMap<>();

    @Override
    public void look(SimCluster cluster) {
      for (SimReplica replica : cluster.replicas()) {
        RaftGroup group = replica.group();
        boolean well = group.wantsTicks() || group.isRetired() || replica.isEmpty() || isLed(cluster, replica);
        if (well || replica.store().isPaused() || !votes(cluster, replica)) {
          leaderless.remove(replica);
          continue;
        }
        long now = cluster.time().nowNanos();
        long since = leaderless.computeIfAbsent(replica, first -> now);
        check(now - since < PATIENCE_NANOS + cluster.network().delayNanosMax(),
            "store %s has slept in term %s of region %s without a leader since %s ms", replica.store().id(),
            group.term(),
            replica.region(), since / SimScheduler.MILLI);
      }
    }

    private static boolean votes(SimCluster cluster, SimReplica voter) {
      long peer = voter.group().peer();
      for (SimReplica each : cluster.replicas()) {
        boolean knows = each.region() == voter.region() && !each.isEmpty();
        if (knows && !each.group().membership().voters().contains(peer)) return false;
      }
      return true;
    }

    private static boolean isLed(SimCluster cluster, SimReplica follower) {
      SimReplica leader = cluster.replica(follower.group().leaderStore(), follower.region());
      return leader != null && leader.group().leads() && leader.group().term() >= follower.group().term();
    }
  }

  /** No key has two replicas on a store, whose entries would get into each other's way. */
  static final class ReplicasOfAStoreLieApart implements Check {
    private static final int EVERY = 32;
    private int looks;

    @Override
    public void look(SimCluster cluster) {
      if (++looks % EVERY != 0) return;
      for (SimReplica one : cluster.replicas()) {
        for (SimReplica other : cluster.replicas()) {
          boolean together = one.store() == other.store() && one.region() < other.region();
          check(!together || !range(one).overlaps(range(other)), "store %s has regions %s at %s and %s at %s",
              one.store().id(), one.region(), range(one), other.region(), range(other));
        }
      }
    }

    private static KeyRange range(SimReplica replica) { return replica.executor().region().range(); }
  }
}
