package io.vertikv.store.group;

import io.vertikv.raft.RaftNode;
import io.vertikv.raft.RaftStatus;
import io.vertikv.raft.RestoredState;
import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.HardState;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.Payload;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipChange;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.raft.membership.PeerChange;
import io.vertikv.raft.message.AppendRequest;
import io.vertikv.raft.message.Envelope;
import io.vertikv.raft.message.RaftMessage;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.raft.ready.DropReason;
import io.vertikv.raft.ready.LogAppend;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.raft.ready.Ready;
import io.vertikv.raft.ready.SnapshotNeed;
import io.vertikv.store.raftlog.AckTarget;
import io.vertikv.store.raftlog.GroupLog;
import io.vertikv.store.raftlog.LogOperation;
import io.vertikv.store.raftlog.StoredState;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/**
 * One replica of a Raft group on its loop: asks the pure node what it wants done, gets it done by the log writer, the
 * other stores and the state machine, and reports back. Everything but the constructor runs on the loop.
 *
 * <p><b>A turn.</b> Feed it (messages, proposals, acknowledgements), then {@link #pump}: what may leave leaves first, so
 * the leader's entries are on their way while its own disk writes them; promises (votes, acceptances) leave when the disk
 * has them ({@link LogFeed}); committed entries go to the state machine as far as its window allows ({@link ApplyFeed}).
 *
 * <p><b>Memory.</b> Entries are held from the moment they are appended until they are handed to the state machine
 * ({@link HeldEntries}), at most {@link GroupLimits#heldBytesMax} of what is durable. The others are read off the loop
 * ({@link HostedLog}).
 *
 * <p><b>Snapshots.</b> One that the node wants is put in place when the log is settled and nothing is being applied: first
 * the state in the engine, durably, then the log is reset. A crash between the two leaves an engine that is ahead of its
 * log, which {@link LogAdoption} mends at the next start.
 */
public final class RaftGroup implements AckTarget {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /**
   * Identity and place of a replica.
   *
   * @param founders  who takes part until a membership change is applied
   * @param addresses where they live; those of later peers travel with the membership
   */
  public record Seat(long group, long peer, Membership founders, PeerAddresses addresses) {
    /** The only replica. */
    public static Seat alone(long group, long peer) {
      Membership self = Membership.of(PeerSet.of(peer));
      return new Seat(group, peer, self, PeerAddresses.NONE);
    }
  }

  /**
   * The replicated state machine.
   *
   * @param appliedIndex what it holds durably
   */
  public record Machine(GroupListener listener, ApplyTarget target, SnapshotPort snapshots, long appliedIndex) {}

  private final Seat seat;
  private final GroupHost host;
  private final GroupLog log;
  private final GroupListener listener;
  private final SnapshotPort snapshots;
  private final HeldEntries held = new HeldEntries();
  private final WaitingReads reads = new WaitingReads();
  private final LogFeed logFeed;
  private final ApplyFeed applyFeed;
  private final Departures departures;
  private final RaftNode node;
  private PeerAddresses addresses;
  private boolean awaitsSnapshot;
  private boolean outgrowsDeparted;
  private boolean retired;
  /** What to do once nothing of a retired replica is under way; null: nothing. */
  private Runnable whenStill;
  /** Wanted by the node and not yet in place; null: none. */
  private SnapshotMark restoring;
  private boolean restoreBegun;
  /** Where the log begins once everything queued for it is written. */
  private long compacted;
  private long activeNanos;
  private long loggedNanos;
  private Runnable stirred = () -> {};

  /** @param log the group's part of the store's log; read here, so call this where blocking is allowed */
  public RaftGroup(GroupHost host, Seat seat, Machine machine, GroupLog log, RandomGenerator random) {
    this.host = host;
    this.seat = seat;
    this.log = log;
    listener = machine.listener();
    snapshots = machine.snapshots();
    addresses = GroupRecord.addresses(host.engine(), seat.group()).orElse(seat.addresses());
    departures = new Departures(seat.founders());
    lookForDepartures();
    compacted = log.mark().index();
    StoredState state = log.state();
    HostedLog reader = new HostedLog(log, held, host);
    logFeed = new LogFeed(seat.group(), host, reader, held, state, this);
    applyFeed = new ApplyFeed(seat.group(), host, machine, log, held, departures::note);
    Membership membership = GroupRecord.membership(host.engine(), seat.group()).orElse(seat.founders());
    RestoredState restored = new RestoredState(new HardState(state.term(), state.vote(), state.commit()), membership,
        machine.appliedIndex(), reader);
    node = new RaftNode(host.raft(), seat.peer(), restored, random, host.loop().nanoTime());
    reader.recoveredMemberships().forEach(this::learn);
    reader.neverBlock(this::entriesLoaded);
    activeNanos = host.loop().nanoTime();
  }

  public long id() { return seat.group(); }

  public long peer() { return seat.peer(); }

  /**
   * Before the start, of a replica that was made empty: it takes nothing but a snapshot. Entries from the log's beginning might
   * be of a time when the state machine was more than it is now, and that may belong to another group here.
   */
  public void awaitSnapshot() {
    awaitsSnapshot = true;
  }

  /** True until its first snapshot is in place. */
  public boolean isEmpty() { return awaitsSnapshot; }

  // ---- feeding it

  /** The only voter need not wait for anyone. */
  public void start() {
    Membership now = node.membership();
    if (now.voters().size() == 1 && now.isVoter(seat.peer())) node.campaign();
    pump();
  }

  /** It leads nobody and nobody else is known to: there is no reason to wait for a timeout. */
  public void campaign() {
    node.campaign();
    pump();
  }

  /**
   * A few times per heartbeat interval, for as long as it {@link #wantsTicks}. Whoever stops then listens to
   * {@link #onStir}.
   */
  public void tick() {
    logFeed.retry();
    if (retired) {
      stillIfSettled();
      return;
    }
    node.tick(host.loop().nanoTime());
    if (host.limits().quiesceAfterMillis() > 0) quiesceWhenIdle();
    pump();
  }

  /**
   * False while it sleeps: nothing is under way, and its leader's store is watched instead of its leader. A retired replica wants
   * them as long as the log may not have room for the last that it was given.
   */
  public boolean wantsTicks() {
    return retired ? whenStill != null : !node.isQuiesced();
  }

  /** The task runs whenever somebody has something for this group, which may want ticks then. */
  public void onStir(Runnable task) {
    stirred = task;
  }

  /** Somebody uses the group without asking it anything: it stays awake a while longer. */
  public void used() {
    activeNanos = host.loop().nanoTime();
  }

  /** Somebody has something for the group; before it gets it. The time that a node slept is no time without a leader. */
  public void stir() {
    if (node.isQuiesced()) node.tick(host.loop().nanoTime());
    stirred.run();
  }

  /** A message of another replica; call {@link #pump} at the end of the turn. */
  public void step(long fromStore, RaftMessage message) {
    stir();
    if (awaitsSnapshot && message instanceof AppendRequest append && append.previous().index() == 0) return;
    if (addresses.storeOf(message.from()) == 0) addresses = addresses.with(message.from(), fromStore);
    node.step(message, host.loop().nanoTime());
  }

  /** Takes the payload into the log; call {@link #pump} at the end of the turn. */
  public ProposeOutcome propose(Payload payload) {
    if (held.sizeBytes() > host.limits().heldBytesMax() && applyFeed.full()) {
      return new ProposeOutcome.Dropped(DropReason.BACKLOG_FULL);
    }
    stir();
    used();
    return node.propose(payload);
  }

  /** @param after where all peers live once the change is made, those that leave included */
  public ProposeOutcome proposeMembership(List<PeerChange> steps, PeerAddresses after) {
    if (!after.fits()) return new ProposeOutcome.Dropped(DropReason.INVALID_CHANGE);
    stir();
    used();
    ProposeOutcome outcome = node.proposeMembership(new MembershipChange(steps, after.attachment()));
    pump();
    return outcome;
  }

  /** Works on followers too: they ask the leader. Call {@link #pump} at the end of the turn. */
  public void read(GroupRead read) {
    if (retired) {
      host.loop().execute(read::failed);
      return;
    }
    stir();
    used();
    node.readIndex(read);
  }

  /** Begins to hand leadership to a voter; false when this replica does not lead or cannot do it now. */
  public boolean transferLeader(long target) {
    stir();
    used();
    boolean begun = node.transferLeader(target);
    pump();
    return begun;
  }

  /** The connection to a store broke, or its heartbeat was missed: do not wait for a timeout to find out more. */
  public void storeLost(long store) {
    stir();
    used();
    addresses.storeOfPeer().forEach((peer, at) -> {
      if (at == store) node.reportUnreachable(peer);
    });
    if (node.isLeader()) node.wake(); // it sleeps again when that store's peer answers, and not before
    else if (node.leader() != 0 && leaderStore() == store) node.campaign();
    pump();
  }

  /**
   * A sleeping group relies on the stores of its leader and peers. Losing one of them wakes it ({@link #storeLost}); this
   * look, now and then, finds what a group missed that fell asleep at that very moment.
   */
  public void wakeUnlessReached(LongPredicate reached) {
    if (!node.isQuiesced()) return;
    PeerSet peers = node.membership().peers();
    for (int i = 0; i < peers.size(); i++) {
      long peer = peers.at(i);
      long store = addresses.storeOf(peer);
      boolean watched = peer != seat.peer() && (node.isLeader() || peer == node.leader());
      if (watched && !reached.test(store)) {
        storeLost(store);
        return;
      }
    }
  }

  // ---- reports

  /**
   * The state machine's engine has everything up to this index. Reads that waited for it are answered a turn later, when
   * the state machine has done all that belongs to it.
   */
  public void applied(long index) {
    node.onApplied(index);
    applyFeed.applied(index);
    stillIfSettled();
    if (!reads.isEmpty() || restoring != null) host.loop().execute(this::settle);
  }

  /** How a {@link SnapshotPort#send} ended. */
  public void snapshotSent(long peer, boolean sent) {
    node.reportSnapshot(peer, sent);
    pump();
  }

  /** A snapshot that a {@link SnapshotPort#send} was asked for is with the peer, which installs it now. */
  public void snapshotArrived(long peer, long index) {
    node.reportSnapshotArrived(peer, index);
    pump();
  }

  /**
   * Entries up to this index survive a crash in the engine: the log may forget them, but for what others may still want.
   *
   * @param pinned  entries above it stay in any case
   * @param pressed the log has grown too large: who is behind gets a snapshot
   */
  public void compact(long flushed, long pinned, boolean pressed) {
    if (retired) return;
    // While a snapshot replaces state and log, what the engine has flushed says nothing about the log.
    if (restoring != null) return;
    long unwanted = pressed ? pinned : Math.min(pinned, WantedLog.until(node.status(), node.isLeader(), host.limits()));
    long upTo = Math.min(applyFeed.applied(), Math.min(flushed, unwanted));
    if (upTo <= compacted) return;
    compacted = upTo;
    logFeed.compact(upTo);
  }

  /** A peer's store says that it is there and holds nothing. */
  public void peerEmpty(long peer) {
    node.reportEmpty(peer);
    pump();
  }

  // ---- looking at it

  /** True when this replica may answer reads alone at this instant (R9): look only after the answer is fixed. */
  public boolean leaseValid() {
    return node.leaseValid(host.loop().nanoTime());
  }

  public boolean leads() { return !retired && node.isLeader(); }

  /** It asks for votes, so nobody leads as far as it knows. */
  public boolean campaigns() {
    return !retired && node.isCampaigning();
  }

  /** 0 when it is not known. */
  public long leader() { return node.leader(); }

  /** Where the leader lives; 0 when it is not known. */
  public long leaderStore() {
    return addresses.storeOf(node.leader());
  }

  public long term() { return node.term(); }

  public long commitIndex() { return node.commitIndex(); }

  /** The term of an entry of this replica's log, durable or not; {@link GroupLog#NO_TERM}: it holds none there. */
  public long logTerm(long index) {
    return index >= held.firstIndex() && index <= held.lastIndex() ? held.at(index).term() : log.term(index);
  }

  public PeerAddresses addresses() { return addresses; }

  public Membership membership() { return node.membership(); }

  public RaftStatus status() { return node.status(); }

  /** True from the moment the node wants this snapshot until it is in place or has failed. */
  public boolean restores(SnapshotMark mark) {
    return mark.equals(restoring);
  }

  /** True while a snapshot is being put in place: the log on disk may then be of another state than the node. */
  public boolean restoring() {
    return restoring != null;
  }

  /** True while the log takes no entries because the disk is full. */
  public boolean diskFull() {
    return logFeed.diskFull();
  }

  /** When this replica's log last told that it has what it was given; for measuring. */
  public long loggedNanos() {
    return loggedNanos;
  }

  // ---- what the node wants done

  /** Does everything that the node wants done, until it wants nothing more. */
  public void pump() {
    while (!retired && node.hasReady()) handle(node.ready());
  }

  /**
   * This replica was removed from its group: from now on it sends nothing, writes nothing and applies nothing new.
   *
   * @param still runs on the loop once nothing from before is under way in log and engine
   */
  public void retire(Runnable still) {
    retired = true;
    whenStill = still;
    stillIfSettled();
    stirred.run();
  }

  public boolean isRetired() { return retired; }

  private void stillIfSettled() {
    if (whenStill == null || !logFeed.settled() || !applyFeed.idle() || restoreBegun) return;
    Runnable told = whenStill;
    whenStill = null;
    host.loop().execute(told);
  }

  // ---- who has left

  /** True for a peer that takes part by what is committed. */
  public boolean hasJoined(long peer) {
    return departures.members().contains(peer);
  }

  /** True for a peer that was removed: it never comes back. */
  public boolean hasLeft(long peer) {
    return departures.includes(peer);
  }

  /** Those whose stores are to be told, with these stores. */
  public Map<Long, Long> departed() {
    return departures.unsettled();
  }

  /** The peer's store knows, durably, that it has left. */
  public void departureKnown(long peer) {
    departures.settle(peer);
    if (outgrowsDeparted) addresses = addresses.without(peer);
  }

  /**
   * Before the start, of a group whose peers come and go for as long as it lives: the next membership change forgets where
   * those lived whose stores know that they have left. Their ids must be such that nobody ever offers them again.
   */
  public void outgrowDeparted() {
    outgrowsDeparted = true;
  }

  /** Its store has destroyed it: no need to wait for a timeout. */
  public void peerGone(long peer) {
    node.reportUnreachable(peer);
    pump();
  }

  private void lookForDepartures() {
    GroupRecord.membership(host.engine(), seat.group())
        .ifPresent(members -> GroupRecord.addresses(host.engine(), seat.group())
            .ifPresent(ever -> departures.see(members, ever)));
  }

  private void handle(Ready ready) {
    send(ready.sendNow());
    if (ready.softState().isPresent()) listener.roleChanged(ready.softState().get());
    if (ready.append().isPresent()) append(ready.append().get());
    listener.committed(ready.commitIndex());
    if (!ready.committed().isEmpty()) applyFeed.committed(ready.committed());
    if (!ready.reads().isEmpty()) {
      reads.add(ready.reads());
      reads.release(applyFeed.applied());
    }
    for (SnapshotNeed need : ready.snapshotsNeeded()) sendSnapshot(need);
    if (ready.restore().isPresent()) {
      restoring = ready.restore().get();
      restoreBegun = false;
      restoreWhenSettled();
    }
  }

  private void send(List<Envelope> envelopes) {
    for (int i = 0; i < envelopes.size(); i++) {
      Envelope envelope = envelopes.get(i);
      long store = addresses.storeOf(envelope.to());
      if (store != 0) host.wire().send(seat.group(), store, envelope);
    }
  }

  private void append(LogAppend append) {
    List<LogEntry> entries = append.entries();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).kind() == EntryKind.MEMBERSHIP) learn((MembershipPayload) entries.get(i).payload());
    }
    logFeed.append(append);
  }

  /**
   * New peers are addressed from the append on, as they take part from it on, also after a restart; nobody is forgotten, since
   * peers never move.
   */
  private void learn(MembershipPayload payload) {
    if (payload.attachment().sizeBytes() == 0) return;
    PeerAddresses told = PeerAddresses.decode(payload.attachment().toByteArray());
    told.storeOfPeer().forEach((peer, store) -> addresses = addresses.with(peer, store));
  }

  @Override
  public void onDurable(LogOperation operation) {
    switch (operation) {
      case LogOperation.Append append -> {
        loggedNanos = host.loop().nanoTime();
        LogFeed.Promise promise = logFeed.durable();
        if (retired) {
          stillIfSettled();
          return;
        }
        send(promise.messages());
        node.onAppended(promise.ack());
        if (held.sizeBytes() > host.limits().heldBytesMax() && !node.isLeader()) dropDurable(append);
        if (restoring != null) restoreWhenSettled();
        pump();
      }
      case LogOperation.Reset reset -> restored();
      case LogOperation.Truncate truncate -> {}
      case LogOperation.Compact compact -> {}
      case LogOperation.Remove remove -> {}
    }
  }

  /**
   * What an append that was not overtaken by a truncation has made durable can be read from the log again. A follower
   * must take what its leader sends; a leader keeps what it holds, and refuses proposals instead.
   */
  private void dropDurable(LogOperation.Append append) {
    if (append.entries().isEmpty()) return;
    long durable = Math.min(append.entries().getLast().index(), node.status().stableIndex());
    while (held.firstIndex() <= durable && held.sizeBytes() > host.limits().heldBytesMax()) held.removeFirst();
  }

  private void entriesLoaded() {
    node.onEntriesLoaded();
    pump();
  }

  private void settle() {
    reads.release(applyFeed.applied());
    if (restoring != null) restoreWhenSettled();
    pump();
  }

  private void quiesceWhenIdle() {
    long idleNanos = host.loop().nanoTime() - activeNanos;
    if (idleNanos > host.limits().quiesceAfterMillis() * NANOS_PER_MILLI && node.isLeader()) node.quiesce();
  }

  // ---- snapshots

  private void sendSnapshot(SnapshotNeed need) {
    long store = addresses.storeOf(need.peer());
    if (store == 0) host.loop().execute(() -> snapshotSent(need.peer(), false));
    else snapshots.send(this, need, store);
  }

  private void restoreWhenSettled() {
    if (retired || restoreBegun || !logFeed.settled() || !applyFeed.idle()) return;
    restoreBegun = true;
    snapshots.restore(this, restoring, this::stateRestored);
  }

  private void stateRestored(boolean inPlace) {
    if (retired) {
      restoring = null;
      restoreBegun = false;
      stillIfSettled();
      return;
    }
    if (inPlace) {
      logFeed.reset(restoring);
      return;
    }
    SnapshotMark failed = restoring;
    restoring = null;
    restoreBegun = false;
    node.onSnapshotFailed(failed);
    pump();
  }

  private void restored() {
    SnapshotMark mark = restoring;
    restoring = null;
    restoreBegun = false;
    if (retired) {
      stillIfSettled();
      return;
    }
    awaitsSnapshot = false;
    held.clear();
    compacted = mark.last().index();
    applyFeed.restart(mark.last().index());
    addresses = GroupRecord.addresses(host.engine(), seat.group()).orElse(addresses);
    lookForDepartures();
    listener.restored(mark);
    node.onSnapshotRestored(mark);
    reads.release(applyFeed.applied());
    pump();
  }
}
