package io.vertikv.raft;

import io.vertikv.raft.invariant.Invariant;
import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.EntryRead;
import io.vertikv.raft.log.HardState;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.log.RaftLog;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipLog;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.raft.message.RaftMessage;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.raft.message.SnapshotMark;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a replica is made of, whatever its role: log, ballot, memberships, clock, outbox. Roles come and go; this stays.
 */
final class Replica {
  private static final int SCAN_BYTES = 1 << 20;

  final RaftConfig config;
  final long self;
  final Safety safety;
  final NodeClock clock;
  final ElectionTimer timer;
  final RaftLog log;
  final Ballot ballot;
  final MembershipLog memberships;
  final Outbox outbox;
  private long leader;
  private long promisedUntil;
  private SnapshotMark restoring;
  private long readBatches;

  Replica(RaftConfig config, long self, RestoredState restored, RandomGenerator random, NodeClock clock,
      Safety safety) {
    this.config = config;
    this.self = self;
    this.safety = safety;
    this.clock = clock;
    timer = new ElectionTimer(config.electionTimeoutNanos(), random);
    log = new RaftLog(restored.log(), restored.hardState().commit(), restored.appliedIndex());
    ballot = new Ballot(restored.hardState());
    memberships = new MembershipLog(restored.appliedIndex(), restored.membership());
    outbox = new Outbox(ballot, log, safety);
    readBatches = random.nextLong() >>> 2;
    scanForMemberships(restored);
    Invariant.check(log.lastMark().term() <= ballot.term(), "the log's term %s is ahead of the ballot's %s",
        log.lastMark().term(),
        ballot.term());
    // Before the restart we may have told a leader that it can rely on us; a peer that never had a term has told
    // nobody.
    if (!restored.hardState().equals(HardState.EMPTY)) promisedUntil = config.electionTimeoutNanos();
  }

  long leader() { return leader; }

  void leader(long peer) { leader = peer; }

  Membership membership() { return memberships.current(); }

  boolean isVoter() { return membership().isVoter(self); }

  boolean isOnlyVoter() { return membership().quorum().isOnly(self); }

  /** To all of them but this one. */
  void ask(PeerSet peers, RaftMessage question) {
    for (int i = 0; i < peers.size(); i++) if (peers.at(i) != self) outbox.send(peers.at(i), question);
  }

  /** Heard from the leader of this term: wait again, and keep away from elections for a while. */
  void heardFrom(long peer) {
    leader = peer;
    promisedUntil = clock.now() + config.electionTimeoutNanos();
    timer.reset();
  }

  boolean keepsPromise() { return safety.keepsPromise(clock.now(), promisedUntil); }

  long promiseLeftNanos() { return Math.max(0, promisedUntil - clock.now()); }

  /** Whether this peer could lead at all. Its promise to the current leader is another matter. */
  boolean isElectable() {
    return memberships.mayBeNeeded(self) && restoring == null;
  }

  /**
   * Numbers the questions of {@link FollowerReads} over all roles and, by a random start, over restarts: a late answer
   * meets no other.
   */
  long nextReadBatch() {
    return ++readBatches;
  }

  SnapshotMark restoring() { return restoring; }

  void restoring(SnapshotMark snapshot) { restoring = snapshot; }

  /** Appends what a leader sent after a mark that matches; returns the last index that is now known to match. */
  long accept(LogMark previous, List<LogEntry> entries) {
    int known = log.agreeing(entries);
    if (known < entries.size()) {
      long first = entries.get(known).index();
      if (first <= log.lastIndex()) {
        log.truncate(first);
        memberships.truncate(first);
      }
      for (int i = known; i < entries.size(); i++) append(entries.get(i));
    }
    return previous.index() + entries.size();
  }

  void append(LogEntry entry) {
    log.append(entry);
    follow(entry);
  }

  boolean commitTo(long index) {
    if (!log.commitTo(index)) return false;
    memberships.committedTo(index);
    return true;
  }

  void restored(SnapshotMark snapshot) {
    restoring = null;
    log.restore(snapshot.last());
    memberships.reset(snapshot.last().index(), snapshot.membership());
  }

  private void follow(LogEntry entry) {
    if (entry.kind() != EntryKind.MEMBERSHIP) return;
    Invariant.check(entry.payload() instanceof MembershipPayload, "entry %s carries no membership", entry.index());
    memberships.append(entry.index(), ((MembershipPayload) entry.payload()).membership());
  }

  private void scanForMemberships(RestoredState restored) {
    long next = restored.appliedIndex() + 1;
    while (next <= log.lastIndex()) {
      EntryRead read = restored.log().entries(next, log.lastIndex(), SCAN_BYTES);
      if (!(read instanceof EntryRead.Available(List<LogEntry> entries))) {
        throw new IllegalStateException(
            "entry " + next + " must be readable while a node is constructed, but is " + read);
      }
      for (LogEntry entry : entries) follow(entry);
      next += entries.size();
    }
    memberships.committedTo(log.commitIndex());
  }
}
