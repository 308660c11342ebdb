package io.vertikv.raft;

import io.vertikv.raft.invariant.Invariant;
import io.vertikv.raft.log.AppendAck;
import io.vertikv.raft.log.Payload;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipChange;
import io.vertikv.raft.message.AppendAccepted;
import io.vertikv.raft.message.AppendRejected;
import io.vertikv.raft.message.AppendRequest;
import io.vertikv.raft.message.Heartbeat;
import io.vertikv.raft.message.HeartbeatReply;
import io.vertikv.raft.message.InstallSnapshot;
import io.vertikv.raft.message.PreVoteReply;
import io.vertikv.raft.message.PreVoteRequest;
import io.vertikv.raft.message.Quiesce;
import io.vertikv.raft.message.RaftMessage;
import io.vertikv.raft.message.ReadIndexReply;
import io.vertikv.raft.message.ReadIndexRequest;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.message.StaleTerm;
import io.vertikv.raft.message.TimeoutNow;
import io.vertikv.raft.message.VoteReply;
import io.vertikv.raft.message.VoteRequest;
import io.vertikv.raft.message.WakeUp;
import io.vertikv.raft.progress.Progress;
import io.vertikv.raft.progress.ProgressTable;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.raft.ready.ReadContext;
import io.vertikv.raft.ready.Ready;
import io.vertikv.raft.ready.RoleName;
import io.vertikv.raft.ready.SoftState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One replica of one group. It has no thread, clock, disk or socket; see {@link Ready} for what it asks of its host.
 *
 * <p>
 * The host calls from one thread, in a loop: feed it (ticks, messages, proposals, acks), then while {@link #hasReady}
 * take {@link #ready} and do what it says. The order of a turn does not matter for safety; feeding much before one
 * {@code ready()} makes large batches. {@code nowNanos} is a monotonic clock of any origin, read after whatever it is
 * passed along with was received.
 *
 * <p>
 * A group with one voter needs no election timeout: the first {@link #tick} (or {@link #campaign}) makes it leader,
 * with term, vote and no-op in one {@code LogAppend}. A proposal is committed by the {@link #onAppended} of the append
 * that carries it.
 */
public final class RaftNode {
  private final Replica replica;
  private final Transitions transitions;
  private final TermGate termGate;
  private final Voter voter;
  private SoftState reported;

  public RaftNode(RaftConfig config, long self, RestoredState restored, RandomGenerator random, long nowNanos) {
    this(config, self, restored, random, nowNanos, new Safety());
  }

  RaftNode(RaftConfig config, long self, RestoredState restored, RandomGenerator random, long nowNanos, Safety safety) {
    NodeClock clock = new NodeClock(nowNanos, config.electionTimeoutNanos() / 2);
    replica = new Replica(config, self, restored, random, clock, safety);
    transitions = new Transitions(replica);
    termGate = new TermGate(replica, transitions);
    voter = new Voter(replica, transitions);
    reported = softState();
  }

  // ---- feeding it

  /**
   * Time goes on. Call it a few times per heartbeat interval; a quiesced node needs none, but one before it is woken, or
   * the first one afterwards would count the time that it slept.
   */
  public void tick(long nowNanos) {
    transitions.role().onTick(replica.clock.advance(nowNanos));
  }

  public void step(RaftMessage message, long nowNanos) {
    replica.clock.set(nowNanos);
    if (!termGate.admit(message)) return;
    Role role = transitions.role();
    switch (message) {
      case PreVoteRequest request -> {
        voter.on(request);
        role.wake();
      }
      case VoteRequest request -> {
        voter.on(request);
        role.wake();
      }
      case PreVoteReply reply -> role.on(reply);
      case VoteReply reply -> role.on(reply);
      case AppendRequest request -> role.on(request);
      case AppendAccepted reply -> role.on(reply);
      case AppendRejected reply -> role.on(reply);
      case Heartbeat heartbeat -> role.on(heartbeat);
      case HeartbeatReply reply -> role.on(reply);
      case InstallSnapshot install -> role.on(install);
      case TimeoutNow request -> role.on(request);
      case ReadIndexRequest request -> role.on(request);
      case ReadIndexReply reply -> role.on(reply);
      case Quiesce quiesce -> role.on(quiesce);
      case WakeUp wakeUp -> role.on(wakeUp);
      case StaleTerm _ -> {
        // The gate has taken over the term, which is all that it says.
      }
    }
  }

  public ProposeOutcome propose(Payload payload) { return transitions.role().propose(payload); }

  public ProposeOutcome proposeMembership(MembershipChange change) {
    return transitions.role().proposeMembership(change);
  }

  /** The answer comes in {@link Ready#reads}. Works on followers too; they ask the leader. */
  public void readIndex(ReadContext context) {
    transitions.role().readIndex(context);
  }

  /**
   * Begins to hand leadership to a voter; false when this node does not lead or cannot do it now. Proposals are dropped
   * until the target leads or an election timeout has passed.
   */
  public boolean transferLeader(long target) {
    return transitions.role() instanceof Leader leader && leader.transferTo(target);
  }

  /**
   * Elect now rather than after the timeout, for a host that knows that the leader is gone. A promise to that leader
   * is still kept, so this takes effect at once or, drawn by chance, within half an election timeout after the promise
   * ends: all followers lose the leader at the same moment, and two that campaign at once may both lose. Nothing
   * happens on a leader or learner.
   */
  public void campaign() { transitions.role().campaign(); }

  /** Sleep until something happens; false when this node does not lead or something is under way. */
  public boolean quiesce() {
    return transitions.role() instanceof Leader leader && leader.quiesce();
  }

  /** For the host's own reasons, such as a store that is gone. Messages, proposals and reads wake by themselves. */
  public void wake() {
    transitions.role().wake();
  }

  // ---- reports of the host

  /** The append of this ack, and so every one before it, is durable. Late, repeated and skipped acks are fine. */
  public void onAppended(AppendAck ack) {
    replica.ballot.onDurable(ack.term());
    if (replica.log.onAppended(ack)) transitions.role().onStable();
  }

  public void onApplied(long index) { replica.log.onApplied(index); }

  /** Messages to this peer are lost at the moment; stop streaming to it. */
  public void reportUnreachable(long peer) {
    if (transitions.role() instanceof Leader leader) leader.reportUnreachable(peer);
  }

  /**
   * This peer has nothing and can begin with nothing but a snapshot, whatever the log still holds: it is asked for at once.
   * Nothing happens when one is under way already or the peer has some of the log.
   */
  public void reportEmpty(long peer) {
    if (transitions.role() instanceof Leader leader) leader.reportEmpty(peer);
  }

  /** As {@link #reportSnapshot} with success, by a transport that knows up to which index it goes. */
  public void reportSnapshotArrived(long peer, long index) {
    if (transitions.role() instanceof Leader leader) leader.reportArrival(peer, index);
  }

  /** How the transport of a snapshot that {@link Ready#snapshotsNeeded} asked for ended. Every one must be reported. */
  public void reportSnapshot(long peer, boolean sent) {
    if (transitions.role() instanceof Leader leader) leader.reportSnapshot(peer, sent);
  }

  /**
   * Log and state are now, durably and as one, what {@link Ready#restore} asked for; the log reader begins after it.
   * Acks of appends handed out before are still welcome and say nothing any more.
   */
  public void onSnapshotRestored(SnapshotMark snapshot) {
    Invariant.check(snapshot.equals(replica.restoring()), "a snapshot was restored that nobody asked for");
    replica.restored(snapshot);
    if (replica.leader() == 0 || replica.leader() == replica.self) return;
    long matched = snapshot.last().index();
    replica.outbox.send(replica.leader(),
        new AppendAccepted(replica.self, replica.ballot.term(), matched, Progress.NEVER));
  }

  /** The snapshot could not be put in place and nothing has changed; the leader will offer another. */
  public void onSnapshotFailed(SnapshotMark snapshot) {
    if (snapshot.equals(replica.restoring())) replica.restoring(null);
  }

  /** Entries that the log reader answered with {@code Loading} are in memory now. */
  public void onEntriesLoaded() {
    if (transitions.role() instanceof Leader leader) leader.onEntriesLoaded();
  }

  // ---- what it wants done

  public boolean hasReady() {
    return transitions.role().wantsFlush() || !replica.outbox.isEmpty(mayApply()) || !isReported();
  }

  /** Takes over everything there is to do; may be empty. */
  public Ready ready() {
    transitions.role().flush();
    Optional<SoftState> soft = Optional.empty();
    if (!isReported()) {
      reported = softState();
      soft = Optional.of(reported);
    }
    return replica.outbox.drain(mayApply(), soft);
  }

  private boolean mayApply() { return replica.restoring() == null; }

  private boolean isReported() {
    return reported.role() == role() && reported.leader() == leader() && reported.term() == term();
  }

  private SoftState softState() { return new SoftState(role(), leader(), term()); }

  // ---- looking at it

  /**
   * True when this leader knows, by the clock alone, that there is no other: it may answer reads from its state at
   * {@code nowNanos}, which the caller reads <em>after</em> it has fixed what it is going to answer.
   */
  public boolean leaseValid(long nowNanos) {
    return transitions.role() instanceof Leader leader && leader.isLeaseValid(replica.clock.read(nowNanos));
  }

  /** A leader whose opening no-op is committed. */
  public boolean hasCommittedInTerm() {
    return transitions.role() instanceof Leader leader && leader.hasCommittedInTerm();
  }

  public RoleName role() { return transitions.role().name(); }

  /** Asks for votes, or whether it would get them. */
  public boolean isCampaigning() {
    return transitions.role() instanceof Candidate || transitions.role() instanceof PreCandidate;
  }

  public boolean isLeader() { return transitions.role() instanceof Leader; }

  /** 0 when it is not known. */
  public long leader() { return replica.leader(); }

  public long term() { return replica.ballot.term(); }

  public long commitIndex() { return replica.log.commitIndex(); }

  public long lastIndex() { return replica.log.lastIndex(); }

  public Membership membership() { return replica.membership(); }

  public boolean isQuiesced() { return transitions.role().isQuiesced(); }

  public RaftStatus status() {
    List<RaftStatus.PeerStatus> peers = new ArrayList<>();
    if (transitions.role() instanceof Leader leader) {
      ProgressTable table = leader.progress();
      for (int row = 0; row < table.size(); row++) {
        Progress p = table.at(row);
        peers.add(new RaftStatus.PeerStatus(table.peerAt(row), p.state(), p.matched(), p.next(), p.inflightCount(),
            leader.trusts(p)));
      }
    }
    return new RaftStatus(softState(), replica.membership(), replica.log.lastIndex(), replica.log.stableIndex(),
        replica.log.commitIndex(), replica.log.appliedIndex(), isQuiesced(), List.copyOf(peers));
  }
}
