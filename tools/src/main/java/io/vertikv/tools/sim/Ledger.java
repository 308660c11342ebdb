package io.vertikv.tools.sim;

import static io.vertikv.tools.sim.SimViolation.check;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.group.EntryBytes;
import io.vertikv.store.raftlog.GroupLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the cluster has agreed on so far, by anybody's account: it only grows, and nobody may contradict it. Commits are
 * noted by index and term when the first replica knows of them, contents when the first one applies them; what follows
 * from them, the {@link Reference} says.
 */
final class Ledger implements Check {
  private record Commitment(long term, long knownInTerm) {}

  private final List<Commitment> committed = new ArrayList<>();
  private final List<LogEntry> entries = new ArrayList<>();
  private final Reference reference;
  private final TreeMap<Long, Membership> memberships = new TreeMap<>();
  private final Map<SimStore, Long> seen = new HashMap<>();
  private long lastCommitTs;
  private long lastClockMillis;

  Ledger(Reference reference) { this.reference = reference; }

  /** The highest index that any replica has known to be committed. */
  long highest() {
    return committed.size();
  }

  /** What an engine must hold that has applied that many entries; they have been applied somewhere before. */
  long digestAt(long index) {
    return reference.digestAt(index);
  }

  /** True when somebody has applied that far. */
  boolean hasBeenApplied(long index) {
    return index <= entries.size();
  }

  @Override
  public void look(SimCluster cluster) {
    for (SimNode node : cluster.nodes()) if (node.up()) look(node.store());
  }

  private void look(SimStore store) {
    long commit = store.group().commitIndex();
    long before = seen.getOrDefault(store, 0L);
    if (commit == before) return;
    check(commit > before, "commit of store %s went back from %s to %s", store.id(), before, commit);
    for (long index = before + 1; index <= commit; index++) note(store, index, store.group().logTerm(index));
    seen.put(store, commit);
  }

  private void note(SimStore store, long index, long term) {
    if (term == GroupLog.NO_TERM) {
      check(index <= highest(), "store %s knows %s to be committed and does not hold it", store.id(), index);
    } else if (index <= highest()) {
      long agreed = committed.get((int) index - 1).term;
      check(agreed == term, "store %s committed %s of term %s, others had it of term %s", store.id(), index, term,
          agreed);
    } else {
      check(index == highest() + 1, "store %s committed %s, nobody the one before", store.id(), index);
      committed.add(new Commitment(term, store.group().term()));
    }
  }

  /** A replica applies an entry. */
  void applied(long store, LogEntry entry) {
    long index = entry.index();
    check(index <= highest(), "store %s applies %s, but only %s is committed", store, index, highest());
    check(index <= entries.size() + 1, "store %s applies %s, nobody the one before", store, index);
    if (index <= entries.size()) {
      check(same(entries.get((int) index - 1), entry), "store %s applies %s of term %s, others something else", store,
          index, entry.term());
      return;
    }
    entries.add(entry);
    reference.apply(entry);
    if (entry.kind() == EntryKind.COMMAND) mustBeLater(entry);
    if (entry.kind() == EntryKind.MEMBERSHIP) {
      memberships.put(index, ((MembershipPayload) entry.payload()).membership());
    }
  }

  private static boolean same(LogEntry one, LogEntry other) {
    boolean alike = one.term() == other.term() && one.kind() == other.kind();
    return alike && (one.kind() != EntryKind.COMMAND || bytes(one).equals(bytes(other)));
  }

  private static Bytes bytes(LogEntry entry) { return ((EntryBytes) entry.payload()).bytes(); }

  /**
   * R1: log order is timestamp order; and the region's clock, by which keys expire, stands still rather than going back.
   * Every entry of a region begins with its version, its commit timestamp and that clock.
   */
  private void mustBeLater(LogEntry entry) {
    ByteReader in = new ByteReader(bytes(entry).array());
    in.u8();
    long commitTs = in.u64();
    check(commitTs > lastCommitTs, "entry %s has timestamp %s, an earlier one %s", entry.index(), commitTs,
        lastCommitTs);
    lastCommitTs = commitTs;
    long clockMillis = in.u64();
    check(clockMillis >= lastClockMillis, "the region's clock goes back from %s to %s with entry %s", lastClockMillis,
        clockMillis, entry.index());
    lastClockMillis = clockMillis;
  }

  /** Who takes part after that many entries; null: the founders, or nobody has applied that far. */
  Membership membershipAt(long index) {
    Map.Entry<Long, Membership> last = memberships.floorEntry(index);
    return index > entries.size() || last == null ? null : last.getValue();
  }

  /** True when this is the term of the entry that was agreed on at the index. */
  boolean agreed(long index, long term) {
    return index > 0 && index <= highest() && committed.get((int) index - 1).term == term;
  }

  /** Leader completeness: what was known to be committed in an earlier term is in this leader's log. */
  void mustHoldAll(SimStore leader, long term) {
    for (long index = leader.log().firstIndex(); index <= highest(); index++) {
      Commitment commitment = committed.get((int) index - 1);
      if (commitment.knownInTerm >= term) return;
      long held = leader.group().logTerm(index);
      check(held == commitment.term, "store %s leads term %s with %s of term %s; committed was term %s", leader.id(),
          term, index, held, commitment.term);
    }
  }
}
