package io.vertikv.raft;

import io.vertikv.raft.invariant.Invariant;
import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.Payload;
import io.vertikv.raft.log.RaftLog;
import io.vertikv.raft.membership.Attachment;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipChange;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.raft.membership.PeerChange;
import io.vertikv.raft.message.AppendAccepted;
import io.vertikv.raft.message.AppendRejected;
import io.vertikv.raft.message.HeartbeatReply;
import io.vertikv.raft.message.Quiesce;
import io.vertikv.raft.message.ReadIndexRequest;
import io.vertikv.raft.message.TimeoutNow;
import io.vertikv.raft.message.WakeUp;
import io.vertikv.raft.progress.Progress;
import io.vertikv.raft.progress.ProgressState;
import io.vertikv.raft.progress.ProgressTable;
import io.vertikv.raft.quorum.AckedIndex;
import io.vertikv.raft.quorum.JointQuorum;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.raft.ready.DropReason;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.raft.ready.ReadContext;
import io.vertikv.raft.ready.RoleName;
import java.util.Optional;

/**
 * Extends the log, decides what is committed, and looks after its own legitimacy. What it needs for that is beside it:
 * the replicator sends, reads and lease answer "am I still leader", the transfer ends its term politely.
 *
 * <p>
 * Its term opens with a no-op; until that is committed it neither serves reads nor changes the membership. Every
 * election timeout it checks that a quorum has been heard and steps down otherwise. It leaves joint memberships by
 * itself, and leaves office once a membership without it is committed.
 */
final class Leader implements Role {
  private final Replica replica;
  private final Transitions transitions;
  private final RaftLog log;
  private final ProgressTable table;
  private final Replicator replicator;
  private final LeaderReads reads;
  private final Lease lease;
  private final UncommittedBytes uncommitted;
  private final AckedIndex matched;
  private final AckedIndex active;
  private JointQuorum quorum;
  private LeaderTransfer transfer;
  private long openingIndex;
  private long sinceHeartbeat;
  private long sinceQuorumCheck;
  private boolean quiesced;
  /** When it last woke, by the replica's clock; meaningless while {@link #hasSlept} is false. */
  private long wokeNanos;
  private boolean hasSlept;
  private boolean unsent;

  Leader(Replica replica, Transitions transitions) {
    this.replica = replica;
    this.transitions = transitions;
    log = replica.log;
    table = new ProgressTable(replica.self, replica.config.inflightMax(), replica.config.inflightBytesMax());
    replicator = new Replicator(replica, table);
    reads = new LeaderReads(replica, table);
    lease = new Lease(replica, table);
    uncommitted = new UncommittedBytes(log.lastIndex() + 1);
    matched = this::matchedBy;
    active = this::activityOf;
  }

  void start() {
    reconfigure();
    openingIndex = append(EntryKind.NO_OP, Payload.NONE);
  }

  @Override
  public RoleName name() { return RoleName.LEADER; }

  // ---- what the host asks for

  @Override
  public ProposeOutcome propose(Payload payload) {
    wake();
    if (transfer != null) return new ProposeOutcome.Dropped(DropReason.TRANSFERRING);
    if (!replica.isVoter()) return new ProposeOutcome.Dropped(DropReason.LEAVING);
    if (isBacklogFull()) return new ProposeOutcome.Dropped(DropReason.BACKLOG_FULL);
    return new ProposeOutcome.Proposed(append(EntryKind.COMMAND, payload), replica.ballot.term());
  }

  private boolean isBacklogFull() {
    return uncommitted.count() >= replica.config.uncommittedEntriesMax()
        || uncommitted.total() >= replica.config.uncommittedBytesMax();
  }

  @Override
  public ProposeOutcome proposeMembership(MembershipChange change) {
    wake();
    if (transfer != null) return new ProposeOutcome.Dropped(DropReason.TRANSFERRING);
    if (!replica.isVoter()) return new ProposeOutcome.Dropped(DropReason.LEAVING);
    boolean settled = isMembershipCommitted() && !replica.membership().isJoint();
    if (!replica.safety.mayChangeMembership(hasCommittedInTerm(), settled)) {
      return new ProposeOutcome.Dropped(settled ? DropReason.NOT_YET_COMMITTED_IN_TERM : DropReason.CHANGE_IN_PROGRESS);
    }
    Optional<Membership> next = change.applyTo(replica.membership());
    if (next.isEmpty()) return new ProposeOutcome.Dropped(DropReason.INVALID_CHANGE);
    for (PeerChange step : change.steps()) {
      boolean tooEarly = step instanceof PeerChange.Promote(long peer) && !keepsUp(peer);
      if (tooEarly) return new ProposeOutcome.Dropped(DropReason.LEARNER_BEHIND);
    }
    return new ProposeOutcome.Proposed(change(next.get(), change.attachment()), replica.ballot.term());
  }

  /** It must hold the entry that made it a learner: one that does not know who takes part never campaigns. */
  private boolean keepsUp(long learner) {
    Progress progress = table.of(learner);
    return progress.state() == ProgressState.REPLICATING
        && progress.matched() >= replica.memberships.currentSince()
        && log.lastIndex() - progress.matched() <= replica.config.promotionLagMax();
  }

  @Override
  public void readIndex(ReadContext context) {
    wake();
    reads.add(context);
  }

  boolean transferTo(long target) {
    // Before a commit in our term an inherited joint membership may still be left, and the target with it.
    boolean settled = hasCommittedInTerm() && isMembershipCommitted();
    boolean possible = settled && transfer == null && target != replica.self
        && replica.membership().voters().contains(target);
    if (!possible) return false;
    wake();
    transfer = new LeaderTransfer(replica, target);
    unsent = true;
    return true;
  }

  boolean isLeaseValid(long now) { return hasCommittedInTerm() && transfer == null && lease.isValid(now, quorum); }

  boolean hasCommittedInTerm() { return log.commitIndex() >= openingIndex; }

  ProgressTable progress() { return table; }

  void reportUnreachable(long peer) {
    Progress progress = table.of(peer);
    if (progress != null && progress.state() == ProgressState.REPLICATING) progress.becomeProbing();
    unsent = true;
  }

  void reportEmpty(long peer) {
    Progress progress = table.of(peer);
    if (progress == null || progress.matched() > 0 || progress.state() == ProgressState.SNAPSHOTTING) return;
    // More than nothing, or an answer to an empty request would look like the snapshot's.
    long atLeast = Math.max(1, log.firstIndex() - 1);
    progress.becomeSnapshotting(atLeast);
    replica.outbox.needSnapshot(peer, atLeast);
  }

  void reportArrival(long peer, long index) {
    Progress progress = table.of(peer);
    if (progress == null) return;
    progress.onSnapshotArrived(Math.min(index, log.lastIndex()));
    unsent = true;
  }

  void reportSnapshot(long peer, boolean sent) {
    Progress progress = table.of(peer);
    if (progress == null) return;
    if (sent) progress.onSnapshotSent();
    else progress.onSnapshotFailed();
    unsent = true;
  }

  void onEntriesLoaded() {
    for (int row = 0; row < table.size(); row++) table.at(row).awaitEntries(false);
    unsent = true;
  }

  // ---- time

  @Override
  public void onTick(long patienceNanos) {
    if (quiesced || table.size() == 0) return;
    if (transfer != null && transfer.onTick(patienceNanos)) giveUpTransfer();
    sinceHeartbeat += patienceNanos;
    if (sinceHeartbeat >= replica.config.heartbeatNanos()) sendHeartbeats();
    sinceQuorumCheck += patienceNanos;
    if (sinceQuorumCheck >= replica.config.electionTimeoutNanos()) checkQuorum();
  }

  private void sendHeartbeats() {
    sinceHeartbeat = 0;
    replicator.heartbeat(reads.round());
    unsent = true;
  }

  /** A leader that reaches no quorum only keeps its clients from finding the next one (dissertation §6.2). */
  private void checkQuorum() {
    sinceQuorumCheck = 0;
    if (quorum.committedIndex(active) == 0) {
      stepDown();
      return;
    }
    for (int row = 0; row < table.size(); row++) table.at(row).markActive(false);
  }

  private void stepDown() { transitions.becomeFollower(replica.ballot.term(), 0); }

  @Override
  public void retire() { reads.failAll(); }

  // ---- sleep

  @Override
  public boolean isQuiesced() { return quiesced; }

  /** Sleeps when nothing is under way and everybody has everything. */
  boolean quiesce() {
    if (quiesced) return true;
    if (!isIdle()) return false;
    quiesced = true;
    hasSlept = true;
    Quiesce sleep = new Quiesce(replica.self, replica.ballot.term(), log.lastMark());
    for (int row = 0; row < table.size(); row++) replica.outbox.send(table.peerAt(row), sleep);
    return true;
  }

  private boolean isIdle() {
    long last = log.lastIndex();
    boolean idle = transfer == null && reads.isEmpty() && log.commitIndex() == last && log.appliedIndex() == last
        && log.isSettled()
        && !replica.membership().isJoint();
    for (int row = 0; row < table.size() && idle; row++) {
      Progress progress = table.at(row);
      // A peer that we probe because it was away is as good as any once it answers.
      idle = progress.state() != ProgressState.SNAPSHOTTING && progress.matched() == last
          && progress.answeredWithin(replica.config.electionTimeoutNanos(), replica.clock.now());
    }
    return idle;
  }

  /** Whoever slept through our sleep gets a whole election timeout to answer. */
  @Override
  public void wake() {
    if (!quiesced) return;
    quiesced = false;
    wokeNanos = replica.clock.now();
    sinceQuorumCheck = 0;
    for (int row = 0; row < table.size(); row++) table.at(row).markActive(true);
    sendHeartbeats();
  }

  @Override
  public void on(WakeUp wakeUp) { wake(); }

  /** As {@link RaftStatus.PeerStatus#active} says. Everybody had answered when sleep began. */
  boolean trusts(Progress peer) {
    long now = replica.clock.now();
    long patience = 2 * replica.config.electionTimeoutNanos();
    return quiesced || hasSlept && now - wokeNanos <= patience || peer.answeredWithin(patience, now);
  }

  // ---- what followers answer

  @Override
  public void on(AppendAccepted reply) {
    Progress progress = table.of(reply.from());
    if (progress == null) return;
    Invariant.check(reply.matched() <= log.lastIndex(), "peer %s accepted %s, but the log ends at %s", reply.from(),
        reply.matched(),
        log.lastIndex());
    progress.onAnswer(reply.sentNanos());
    boolean news = progress.onAccepted(reply.matched());
    if (progress.state() == ProgressState.SNAPSHOTTING && progress.matched() + 1 >= log.firstIndex())
      progress.becomeReplicating();
    unsent = true;
    if (news) advanceCommit();
  }

  @Override
  public void on(AppendRejected reply) {
    Progress progress = table.of(reply.from());
    if (progress == null) return;
    progress.onAnswer(reply.sentNanos());
    long agreeing = log.lastNotAfter(reply.hint().index(), reply.hint().term()).index();
    if (progress.onRejected(reply.rejected(), agreeing)) unsent = true;
  }

  @Override
  public void on(HeartbeatReply reply) {
    Progress progress = table.of(reply.from());
    if (progress == null) return;
    progress.onAnswer(reply.sentNanos());
    progress.onRound(reply.readRound());
    progress.resume(log.lastIndex());
    if (progress.matched() < log.lastIndex()) unsent = true;
    reads.onRoundAcked(quorum);
  }

  @Override
  public void on(ReadIndexRequest request) {
    Progress progress = table.of(request.from());
    if (progress == null) return;
    wake();
    reads.addRemote(request.from(), request.batch());
    // The follower can answer as soon as it has applied that far, so let it know how far it may.
    if (progress.sentCommit() < Math.min(log.commitIndex(), progress.matched()))
      replicator.heartbeat(request.from(), progress, reads.round());
  }

  @Override
  public void onStable() { advanceCommit(); }

  // ---- sending

  @Override
  public boolean wantsFlush() { return unsent || reads.hasWaiting() && hasCommittedInTerm(); }

  @Override
  public void flush() {
    unsent = false;
    if (table.size() == 0 && !reads.hasWaiting()) return;
    if (replica.safety.mayServeReads(hasCommittedInTerm()) && reads.beginRound(quorum))
      replicator.heartbeat(reads.round());
    replicator.flush();
    if (transfer != null && transfer.isReady(table.of(transfer.target()))) transfer.ask();
  }

  // ---- the log

  private long append(EntryKind kind, Payload payload) {
    LogEntry entry = new LogEntry(log.lastIndex() + 1, replica.ballot.term(), kind, payload);
    replica.append(entry);
    uncommitted.add(entry.sizeBytes());
    return entry.index();
  }

  private long change(Membership next, Attachment attachment) {
    long index = append(EntryKind.MEMBERSHIP, new MembershipPayload(next, attachment));
    reconfigure();
    return index;
  }

  private void reconfigure() {
    quorum = replica.membership().quorum();
    table.reconfigure(replica.membership().peers(), log.lastIndex() + 1);
    unsent = true;
  }

  private long matchedBy(long peer) {
    if (peer == replica.self) return replica.safety.ownMatched(log.lastIndex(), log.stableIndex());
    Progress progress = table.of(peer);
    return progress == null ? 0 : progress.matched();
  }

  private long activityOf(long peer) {
    if (peer == replica.self) return 1;
    Progress progress = table.of(peer);
    return progress != null && progress.isActive() ? 1 : 0;
  }

  private void advanceCommit() {
    long reached = quorum.committedIndex(matched);
    if (reached <= log.commitIndex() || !replica.safety.mayCommitByCounting(log.term(reached), replica.ballot.term()))
      return;
    replica.commitTo(reached);
    uncommitted.committedTo(reached);
    if (isMembershipCommitted()) onMembershipCommitted();
  }

  private boolean isMembershipCommitted() { return replica.memberships.currentSince() <= log.commitIndex(); }

  private void onMembershipCommitted() {
    if (replica.membership().isJoint()) change(replica.membership().leaveJoint(), Attachment.NONE);
    else if (!replica.isVoter()) leaveOffice();
  }

  /** The group goes on without us; whoever holds all of the log need not wait for a timeout to find out. */
  private void leaveOffice() {
    PeerSet voters = replica.membership().voters();
    for (int i = 0; i < voters.size(); i++) {
      if (table.of(voters.at(i)).matched() == log.lastIndex()) {
        replica.outbox.send(voters.at(i), new TimeoutNow(replica.self, replica.ballot.term(), log.lastIndex()));
        break;
      }
    }
    stepDown();
  }

  /** See {@link Lease}: a request that is still under way is made harmless by an entry that its target cannot know. */
  private void giveUpTransfer() {
    if (transfer.hasAsked()) lease.fence(append(EntryKind.NO_OP, Payload.NONE));
    transfer = null;
  }
}
