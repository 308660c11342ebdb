package io.vertikv.raft;

import io.vertikv.raft.log.LogEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The properties of paper figure 3, and those that reads and leases promise. */
final class Witnesses {
  private Witnesses() {}

  /** Committed in this index's place, and the lowest term in which somebody knew it. */
  record Commitment(LogEntry entry, long knownInTerm) {}

  static List<Witness> all(Ledger ledger) {
    return List.of(ledger, new OneLeaderPerTerm(), new LogMatching(), new LeaderCompleteness(ledger),
        new StateMachineSafety(ledger),
        new LeasesAreExclusive(ledger), new TermsNeverFall());
  }

  /** What has been committed so far, by anybody's account; it only ever grows, and nobody contradicts it. */
  static final class Ledger implements Witness {
    private final List<Commitment> committed = new ArrayList<>();
    private final Map<Host, RaftNode> known = new HashMap<>();
    private final Map<Host, Long> seen = new HashMap<>();

    long highest() { return committed.size(); }

    Commitment at(long index) { return committed.get((int) index - 1); }

    @Override
    public void look(Simulation sim) {
      for (Host host : sim.running()) {
        if (host.node().hasReady()) continue; // its host does not hold yet what it speaks of
        if (known.put(host, host.node()) != host.node()) seen.remove(host);
        long commit = host.node().commitIndex();
        long before = seen.getOrDefault(host, 0L);
        check(commit >= before, "commit of %s went back from %s to %s", host.id, before, commit);
        for (long index = Math.max(before, host.log.base().index()) + 1; index <= commit; index++) {
          note(host, host.log.entry(index));
        }
        seen.put(host, commit);
      }
    }

    private void note(Host host, LogEntry entry) {
      if (entry.index() <= highest()) {
        check(at(entry.index()).entry.equals(entry), "%s holds %s committed, others %s", host.id, entry,
            at(entry.index()).entry);
      } else {
        check(entry.index() == highest() + 1, "%s committed %s, nobody the one before", host.id, entry);
        committed.add(new Commitment(entry, host.node().term()));
      }
    }
  }

  /** Election safety (§5.2). */
  static final class OneLeaderPerTerm implements Witness {
    private final Map<Long, Long> leaders = new HashMap<>();

    @Override
    public void look(Simulation sim) {
      for (Host host : sim.running()) {
        if (!host.node().isLeader()) continue;
        Long other = leaders.putIfAbsent(host.node().term(), host.id);
        check(other == null || other == host.id, "term %s has leaders %s and %s", host.node().term(), other, host.id);
      }
    }
  }

  /** Log matching (§5.3): the same entry in two logs means the same log up to it. */
  static final class LogMatching implements Witness {
    private final Map<Host, List<LogEntry>> looked = new HashMap<>();

    @Override
    public void look(Simulation sim) {
      for (Host host : sim.all()) {
        List<LogEntry> entries = host.log.entries();
        List<LogEntry> before = looked.getOrDefault(host, List.of());
        boolean same = before.size() == entries.size() && (entries.isEmpty() || before.getLast() == entries.getLast());
        if (same) continue;
        looked.put(host, List.copyOf(entries));
        for (Host other : sim.all()) compare(host, other);
      }
    }

    private static void compare(Host left, Host right) {
      long first = Math.max(left.log.firstIndex(), right.log.firstIndex());
      boolean agreed = false;
      for (long index = Math.min(left.log.lastIndex(), right.log.lastIndex()); index >= first; index--) {
        LogEntry one = left.log.entry(index);
        LogEntry two = right.log.entry(index);
        if (one == two) return;
        agreed |= one.term() == two.term();
        check(!agreed || one.equals(two), "%s holds %s where %s", left.id, one, right.id + " holds " + two);
      }
    }
  }

  /** Leader completeness (§5.4): what was committed in an earlier term is in every later leader's log. */
  static final class LeaderCompleteness implements Witness {
    private final Ledger ledger;
    private final Set<Long> checked = new HashSet<>();

    LeaderCompleteness(Ledger ledger) { this.ledger = ledger; }

    @Override
    public void look(Simulation sim) {
      for (Host host : sim.running()) {
        if (!host.node().isLeader() || host.node().hasReady() || !checked.add(host.node().term())) continue;
        for (long index = host.log.firstIndex(); index <= ledger.highest(); index++) {
          Commitment commitment = ledger.at(index);
          if (commitment.knownInTerm() >= host.node().term()) break;
          boolean held = index <= host.log.lastIndex() && host.log.entry(index).equals(commitment.entry());
          check(held, "%s leads term %s without %s", host.id, host.node().term(), commitment);
        }
      }
    }
  }

  /** State machine safety (§5.4.3): everybody applies what the ledger says, and only that. */
  static final class StateMachineSafety implements Witness {
    private final Ledger ledger;
    private final Map<Host, AppliedState> looked = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private final List<Integer> toldUpTo = new ArrayList<>();

    StateMachineSafety(Ledger ledger) { this.ledger = ledger; }

    @Override
    public void look(Simulation sim) {
      while (toldUpTo.size() < ledger.highest()) {
        if (ledger.at(toldUpTo.size() + 1).entry().payload() instanceof Command(String text)) told.add(text);
        toldUpTo.add(told.size());
      }
      for (Host host : sim.all()) {
        AppliedState state = host.applied();
        if (looked.put(host, state) == state || state.last().index() == 0) continue;
        check(state.last().index() <= ledger.highest(), "%s applied %s, committed is %s", host.id, state.last(),
            ledger.highest());
        List<String> expected = told.subList(0, toldUpTo.get((int) state.last().index() - 1));
        check(state.commands().equals(expected), "%s was told %s instead of %s", host.id, state.commands(), expected);
      }
    }
  }

  /** A leader inside its lease knows everything that anybody has committed. */
  static final class LeasesAreExclusive implements Witness {
    private final Ledger ledger;

    LeasesAreExclusive(Ledger ledger) { this.ledger = ledger; }

    @Override
    public void look(Simulation sim) {
      for (Host host : sim.running()) {
        if (!host.node().leaseValid(sim.clockOf(host))) continue;
        check(host.node().commitIndex() >= ledger.highest(), "%s holds a lease at commit %s, but %s is committed",
            host.id,
            host.node().commitIndex(), ledger.highest());
      }
    }
  }

  /** Terms never go back on a running replica, nor below what its disk remembers. */
  static final class TermsNeverFall implements Witness {
    private final Map<Host, Long> durable = new HashMap<>();

    @Override
    public void look(Simulation sim) {
      for (Host host : sim.all()) {
        long term = host.log.hardState().term();
        check(term >= durable.getOrDefault(host, 0L), "the disk of %s goes back to term %s", host.id, term);
        check(!host.isUp() || host.node().term() >= term, "%s is behind its disk's term %s", host.id, term);
        durable.put(host, term);
      }
    }
  }

  static void check(boolean holds, String evidence, Object... facts) {
    if (!holds) throw new AssertionError(String.format(evidence, facts));
  }
}
