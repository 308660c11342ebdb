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
 * What a region's replicas have agreed on so far, by anybody's account: it only grows, and nobody may contradict it. Commits are
 * noted by index and term when the first replica knows of them, contents when the first one applies them; what follows
 * from them, the {@link Reference} says. A region that has split off another one begins where that one was.
 */
final class RegionLedger {
  /** As {@code RegionSplit} and {@code RegionWrite} have them. */
  private static final int SPLIT = 0x40;
  private static final int WITH_REGION_VERSION = 3;

  private record Commitment(long term, long knownInTerm) {}

  private final List<Commitment> committed = new ArrayList<>();
  private final List<LogEntry> entries = new ArrayList<>();
  private final long region;
  private final long base;
  private final TreeMap<Long, Membership> memberships = new TreeMap<>();
  private final Map<SimReplica, Long> seen = new HashMap<>();
  private long lastCommitTs;
  private long lastClockMillis;

  /** @param base what it has from its parent; 0: it has none */
  RegionLedger(long region, long base) {
    this.region = region;
    this.base = base;
  }

  /** One that has split off this one, a moment ago. */
  RegionLedger child(long id, long from) {
    RegionLedger child = new RegionLedger(id, from);
    child.lastCommitTs = lastCommitTs;
    child.lastClockMillis = lastClockMillis;
    return child;
  }

  long region() { return region; }

  /** The highest index that any replica has known to be committed. */
  long highest() {
    return base + committed.size();
  }

  /** True when somebody has applied that far. */
  boolean hasBeenApplied(long index) {
    return index <= base + entries.size();
  }

  void look(SimReplica replica) {
    long commit = replica.group().commitIndex();
    long before = seen.getOrDefault(replica, 0L);
    if (commit == before) return;
    check(commit > before, "commit of store %s in region %s went back from %s to %s", replica.store().id(), region,
        before,
        commit);
    for (long index = Math.max(base, before) + 1; index <= commit; index++)
      note(replica, index, replica.group().logTerm(index));
    seen.put(replica, commit);
  }

  private void note(SimReplica replica, long index, long term) {
    if (term == GroupLog.NO_TERM) {
      check(index <= highest(), "store %s knows %s of region %s to be committed and does not hold it",
          replica.store().id(), index, region);
    } else if (index <= highest()) {
      long agreed = committed.get(at(index)).term;
      check(agreed == term, "store %s committed %s of region %s in term %s, others had it of term %s",
          replica.store().id(), index, region, term, agreed);
    } else {
      check(index == highest() + 1, "store %s committed %s of region %s, nobody the one before",
          replica.store().id(), index, region);
      committed.add(new Commitment(term, replica.group().term()));
    }
  }

  private int at(long index) { return (int) (index - base - 1); }

  /** A replica applies an entry; true: it is the first one that does. */
  boolean applied(long store, LogEntry entry) {
    long index = entry.index();
    check(index <= highest(), "store %s applies %s of region %s, but only %s is committed", store, index, region,
        highest());
    long next = base + entries.size() + 1;
    check(index > base && index <= next, "store %s applies %s of region %s, which is at %s", store, index, region,
        next);
    if (index < next) {
      check(same(entries.get(at(index)), entry), "store %s applies %s of region %s in term %s, others something else",
          store, index, region, entry.term());
      return false;
    }
    entries.add(entry);
    if (entry.kind() == EntryKind.COMMAND) mustBeLater(entry);
    if (entry.kind() == EntryKind.MEMBERSHIP) {
      memberships.put(index, ((MembershipPayload) entry.payload()).membership());
    }
    return true;
  }

  private static boolean same(LogEntry one, LogEntry other) {
    boolean alike = one.term() == other.term() && one.kind() == other.kind();
    return alike && (one.kind() != EntryKind.COMMAND || bytes(one).equals(bytes(other)));
  }

  private static Bytes bytes(LogEntry entry) { return ((EntryBytes) entry.payload()).bytes(); }

  /**
   * R1: log order is timestamp order; and the region's clock, by which keys expire, stands still rather than going back.
   * Every write of a region begins with its version, its commit timestamp and that clock; a split has none.
   */
  private void mustBeLater(LogEntry entry) {
    ByteReader in = new ByteReader(bytes(entry).array());
    int version = in.u8();
    if (version == SPLIT) return;
    if (version == WITH_REGION_VERSION) in.varint();
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
    return index > base + entries.size() || last == null ? null : last.getValue();
  }

  /** True when this is the term of the entry that was agreed on at the index. */
  boolean agreed(long index, long term) {
    return index > base && index <= highest() && committed.get(at(index)).term == term;
  }

  /** Leader completeness: what was known to be committed in an earlier term is in this leader's log. */
  void mustHoldAll(SimReplica leader, long term) {
    for (long index = Math.max(base + 1, leader.log().firstIndex()); index <= highest(); index++) {
      Commitment commitment = committed.get(at(index));
      if (commitment.knownInTerm >= term) return;
      long held = leader.group().logTerm(index);
      check(held == commitment.term, "store %s leads region %s in term %s with %s of term %s; committed was term %s",
          leader.store().id(), region, term, index, held, commitment.term);
    }
  }
}
