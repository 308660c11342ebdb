package io.vertikv.raft;

import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.log.Payload;
import io.vertikv.raft.log.RaftLog;
import io.vertikv.raft.membership.MembershipChange;
import io.vertikv.raft.message.AppendAccepted;
import io.vertikv.raft.message.AppendRejected;
import io.vertikv.raft.message.AppendRequest;
import io.vertikv.raft.message.Heartbeat;
import io.vertikv.raft.message.HeartbeatReply;
import io.vertikv.raft.message.InstallSnapshot;
import io.vertikv.raft.message.Quiesce;
import io.vertikv.raft.message.ReadIndexReply;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.message.TimeoutNow;
import io.vertikv.raft.message.WakeUp;
import io.vertikv.raft.progress.Progress;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.raft.ready.ReadContext;
import io.vertikv.raft.ready.RoleName;

/**
 * Takes the leader's log (paper §5.3) and campaigns when it hears of none. A learner is a follower that does not, except
 * while it does not know that the membership which made it one is committed.
 */
final class Follower implements Role {
  private final Replica replica;
  private final Transitions transitions;
  private final FollowerReads reads;
  private boolean quiesced;

  Follower(Replica replica, Transitions transitions) {
    this.replica = replica;
    this.transitions = transitions;
    reads = new FollowerReads(replica);
  }

  @Override
  public RoleName name() { return replica.isVoter() ? RoleName.FOLLOWER : RoleName.LEARNER; }

  @Override
  public void onTick(long patienceNanos) {
    if (quiesced) return;
    reads.onTick(patienceNanos);
    replica.timer.advance(patienceNanos);
    if (replica.timer.isExpired() && !replica.isElectable()) loseLeader();
    if (replica.timer.isExpired() || replica.isOnlyVoter()) tryCampaign();
  }

  /**
   * It can elect nobody, but whoever waits for that leader should learn so, and look elsewhere. The leader may just be asleep, and
   * not know that this replica was restarted meanwhile.
   */
  private void loseLeader() {
    replica.leader(0);
    replica.timer.reset();
    reads.failAll();
    replica.ask(replica.membership().voters(), new WakeUp(replica.self, replica.ballot.term()));
  }

  /** Those who slept wake at the same moment, and two that campaign at once may both lose: chance decides who is first. */
  @Override
  public void campaign() {
    boolean slept = quiesced;
    wake();
    if ((slept || replica.keepsPromise()) && !replica.isOnlyVoter()) {
      replica.timer.hurry(replica.promiseLeftNanos());
      return;
    }
    replica.timer.expire();
    tryCampaign();
  }

  /** A sole voter can have promised nothing that matters: whoever led needed its vote for everything. */
  private void tryCampaign() {
    if (replica.isElectable() && (!replica.keepsPromise() || replica.isOnlyVoter())) transitions.becomePreCandidate();
  }

  @Override
  public ProposeOutcome propose(Payload payload) { return new ProposeOutcome.NotLeader(replica.leader()); }

  @Override
  public ProposeOutcome proposeMembership(MembershipChange change) {
    return new ProposeOutcome.NotLeader(replica.leader());
  }

  @Override
  public void readIndex(ReadContext context) {
    rise(); // the question wakes the leader
    reads.add(context);
  }

  @Override
  public void retire() { reads.failAll(); }

  @Override
  public boolean isQuiesced() { return quiesced; }

  /** The leader may sleep on, so it is told: otherwise our patience would end, and with it a leadership that is well. */
  @Override
  public void wake() {
    if (!quiesced) return;
    rise();
    replica.outbox.send(replica.leader(), new WakeUp(replica.self, replica.ballot.term()));
  }

  private void rise() {
    if (quiesced) replica.timer.reset();
    quiesced = false;
  }

  @Override
  public void flush() { reads.flush(); }

  @Override
  public boolean wantsFlush() { return reads.wantsFlush(); }

  @Override
  public void on(AppendRequest request) {
    quiesced = false;
    RaftLog log = replica.log;
    // While a snapshot is being put in place there is no log to append to.
    if (replica.restoring() != null) return;
    if (request.previous().index() < log.commitIndex()) {
      accepted(log.commitIndex(), request.sentNanos());
    } else if (log.matches(request.previous())) {
      long matched = replica.accept(request.previous(), request.entries());
      replica.commitTo(Math.min(request.commit(), matched));
      accepted(matched, request.sentNanos());
    } else {
      reject(request);
    }
  }

  /** Says yes when the entries are durable, which they may already be. */
  private void accepted(long matched, long sentNanos) {
    AppendAccepted reply = new AppendAccepted(replica.self, replica.ballot.term(), matched, sentNanos);
    if (matched <= replica.log.stableIndex()) replica.outbox.send(replica.leader(), reply);
    else replica.outbox.sendAfterSync(replica.leader(), reply);
  }

  /** The hint skips whole terms that cannot match, so that finding the common prefix takes a message a term at most. */
  private void reject(AppendRequest request) {
    LogMark asked = request.previous();
    LogMark hint = replica.log.lastNotAfter(asked.index(), asked.term());
    AppendRejected reply = new AppendRejected(replica.self, replica.ballot.term(), asked.index(), hint,
        request.sentNanos());
    replica.outbox.send(replica.leader(), reply);
  }

  @Override
  public void on(Heartbeat heartbeat) {
    quiesced = false;
    if (replica.restoring() == null) replica.commitTo(heartbeat.commit());
    HeartbeatReply reply = new HeartbeatReply(replica.self, replica.ballot.term(), heartbeat.readRound(),
        heartbeat.sentNanos());
    replica.outbox.send(heartbeat.from(), reply);
  }

  @Override
  public void on(InstallSnapshot install) {
    quiesced = false;
    SnapshotMark snapshot = install.snapshot();
    RaftLog log = replica.log;
    if (replica.restoring() != null) return;
    if (snapshot.last().index() <= log.commitIndex()) {
      accepted(log.commitIndex(), Progress.NEVER);
    } else if (log.matches(snapshot.last())) {
      replica.commitTo(snapshot.last().index());
      accepted(log.commitIndex(), Progress.NEVER);
    } else {
      replica.restoring(snapshot);
      replica.outbox.restore(snapshot);
    }
  }

  @Override
  public void on(TimeoutNow request) {
    rise();
    // Anything else than the log that the leader saw is a late copy from a transfer that was given up.
    if (replica.isElectable() && replica.log.lastIndex() == request.lastIndex()) transitions.becomeCandidate(true);
  }

  @Override
  public void on(ReadIndexReply reply) { reads.on(reply); }

  @Override
  public void on(Quiesce quiesce) {
    RaftLog log = replica.log;
    boolean same = replica.restoring() == null && log.lastMark().equals(quiesce.last())
        && log.stableIndex() == log.lastIndex();
    if (same) replica.commitTo(quiesce.last().index());
    else replica.outbox.send(quiesce.from(), new WakeUp(replica.self, replica.ballot.term()));
    quiesced = same;
  }
}
