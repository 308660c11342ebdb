package io.vertikv.placement.tso;

import io.vertikv.placement.cluster.ClusterLine;
import io.vertikv.placement.cluster.ClusterLog;
import io.vertikv.placement.cluster.ClusterState;
import io.vertikv.placement.cluster.ClusterWatcher;
import io.vertikv.placement.ids.IdLine;
import io.vertikv.placement.ids.IdSource;
import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.Payload;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.raft.ready.RoleName;
import io.vertikv.raft.ready.SoftState;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.ApplyTarget;
import io.vertikv.store.group.EntryBytes;
import io.vertikv.store.group.GroupClock;
import io.vertikv.store.group.GroupListener;
import io.vertikv.store.group.GroupRead;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Loop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The timestamp oracle as a replicated state machine, which also gives out ids and keeps the cluster's record. Only the
 * leader gives out anything.
 *
 * <p>Why no timestamp is ever at or below one that anybody has given out before:
 *
 * <ul>
 * <li>A leader stays below a limit that is committed in the group's log. Every limit that an earlier leader could have
 * relied on lies before the first entry of the present leader's term; once that entry is applied here, the limit that
 * the log holds bounds them all, and this leader starts above it. No clock takes part in this.
 * <li>An earlier leader that does not know of its end, paused for a minute say, would still give out low ones. So it
 * looks at its lease (R9) after the allocation: if nobody else can have led at that instant, nobody has given out
 * a higher one. Without the lease it gives out nothing, and takes up again when the lease is back: in the same term
 * nobody has led in between.
 * <li>What a leader may do ends with its term, not with its role: of leader, follower, leader in quick succession it may
 * hear only the last. It serves for the one term whose first entry it has applied.
 * </ul>
 *
 * <p>Lives on the group's loop, but for the methods that say otherwise.
 */
public final class OracleGroup implements GroupListener, ApplyTarget, TimestampSource, GroupClock.Ticked {
  private static final long NOT_LEADING = 0;

  private final Loop loop;
  private final BiConsumer<OracleGroup, List<LogEntry>> applier;
  private final Set<Runnable> waiting = new LinkedHashSet<>();
  private final TimestampOracle oracle;
  private final IdLine ids;
  private final ClusterLine commands;
  private ClusterWatcher watcher = ClusterWatcher.NOBODY;
  private OracleReplica replica;
  private OracleState applied;
  /** The apply thread's, which is ahead of {@link #applied}. */
  private OracleState written;
  /** What a worker has read for {@link #restored}. */
  private volatile OracleState reloaded;
  private long leaderTerm = NOT_LEADING;
  private boolean serving;
  private long given;
  /** Somebody has asked for a timestamp since the limit was last proposed. */
  private boolean wanted;
  private boolean confirming;

  /** @param applier hands entries to the apply thread with this object as their target */
  public OracleGroup(Loop loop, OracleState found, BiConsumer<OracleGroup, List<LogEntry>> applier) {
    this.loop = loop;
    this.applied = found;
    this.written = found;
    this.applier = applier;
    this.oracle = new TimestampOracle(found.limitMillis());
    this.ids = new IdLine(key -> replica.propose(payload(new OracleEntry.NewId(key))), this::leaderStore, found.ids());
    this.commands = new ClusterLine(command -> replica.propose(payload(new OracleEntry.Cluster(command))),
        this::leaderStore);
  }

  public void bind(RaftGroup group) { bind(new OnRaftGroup(group)); }

  void bind(OracleReplica scripted) { replica = scripted; }

  /** Before the start. */
  public void watch(ClusterWatcher told) {
    watcher = told;
  }

  /** False: the next timestamp that somebody wants wakes the group. */
  @Override
  public boolean wantsTicks() {
    return replica.wantsTicks() || !waiting.isEmpty();
  }

  /** A few times per heartbeat interval, for as long as it {@link #wantsTicks}. */
  @Override
  public void tick() {
    extendWhenUsed();
    replica.tick();
    if (!waiting.isEmpty() && serving && replica.leaseValid()) wakeWaiting();
  }

  @Override
  public long next() {
    wanted = true;
    long ts = serving ? oracle.next(loop.wallMillis()) : 0;
    if (ts == 0) {
      extend();
      return 0;
    }
    // Only now: between a look at the lease and a later allocation another leader could have begun.
    if (!replica.leaseValid()) {
      confirm();
      return 0;
    }
    given++;
    return ts;
  }

  /** The task runs when there are timestamps here, or when this replica no longer leads and others must be asked. */
  @Override
  public void whenAvailable(Runnable task) { waiting.add(task); }

  /** Gives out ids while this replica leads. */
  public IdSource ids() {
    return ids;
  }

  /** Takes commands about the cluster while this replica leads. */
  public ClusterLog commands() {
    return commands;
  }

  /** The cluster's record as this replica has it, which may be behind. */
  public ClusterState cluster() {
    return applied.cluster();
  }

  /** True when it is this replica's turn to give out timestamps, though there may be none at the moment. */
  public boolean leads() {
    return leaderTerm != NOT_LEADING;
  }

  /** Where the leader is; 0 when it is not known. */
  public long leaderStore() { return replica.leaderStore(); }

  /** How many timestamps this replica has given out. */
  public long given() {
    return given;
  }

  /** Nobody wanted timestamps since: let the limit pass, and the group sleep. */
  private void extendWhenUsed() {
    if (wanted || !waiting.isEmpty()) extend();
  }

  /** A group that slept has no lease; one round brings it back. */
  private void confirm() {
    if (confirming) return;
    confirming = true;
    replica.confirm(this::confirmed);
  }

  private void confirmed() {
    confirming = false;
    if (serving && !waiting.isEmpty() && replica.leaseValid()) wakeWaiting();
  }

  private void extend() {
    if (!serving) return;
    long limit = oracle.limitToRequest(loop.wallMillis());
    if (limit == 0) return;
    switch (replica.propose(payload(new OracleEntry.Limit(limit)))) {
      case ProposeOutcome.Proposed proposed -> wanted = false;
      case ProposeOutcome.NotLeader elsewhere -> oracle.requestFailed();
      case ProposeOutcome.Dropped dropped -> oracle.requestFailed();
    }
  }

  private static Payload payload(OracleEntry entry) { return new EntryBytes(Bytes.of(OracleEntry.encode(entry))); }

  /** Whoever waits hears of it a turn later: the group is at work here and must not be called. */
  @Override
  public void roleChanged(SoftState state) {
    long term = state.role() == RoleName.LEADER ? state.term() : NOT_LEADING;
    if (term != leaderTerm) {
      serving = false;
      loop.execute(this::termOver);
    }
    leaderTerm = term;
    if (term == NOT_LEADING && !waiting.isEmpty()) loop.execute(this::wakeWaiting);
  }

  private void termOver() {
    ids.leadershipLost();
    commands.leadershipLost();
    if (!serving) watcher.ended();
  }

  @Override
  public void committed(long index) {}

  @Override
  public void apply(List<LogEntry> entries) { applier.accept(this, entries); }

  @Override
  public void apply(List<LogEntry> entries, EngineBatch batch) {
    if (entries.isEmpty()) return;
    written = written.after(entries, OracleState.Results.UNHEARD);
    batch.put(Family.META, OracleState.KEY, OracleState.encode(written));
  }

  @Override
  public void applied(List<LogEntry> entries) {
    if (entries.isEmpty()) return;
    ClusterState before = applied.cluster();
    List<Runnable> decided = new ArrayList<>();
    applied = applied.after(entries,
        (index, term, result) -> decided.add(() -> commands.decided(index, term, result)));
    replica.applied(applied.index());
    boolean begins = !serving && opensMyTerm(entries);
    if (begins) {
      oracle.restart(applied.limitMillis());
      serving = true;
    }
    ids.applied(applied.ids());
    tell(begins, before);
    decided.forEach(Runnable::run);
    if (!serving) return;
    oracle.limitDurable(applied.limitMillis());
    if (begins) extend();
    else extendWhenUsed();
    wakeWaiting();
  }

  private void tell(boolean begins, ClusterState before) {
    if (begins) watcher.leads(leaderTerm, applied.cluster());
    else if (serving && applied.cluster() != before) watcher.recorded(applied.cluster());
  }

  /** Everything before this term is applied: whoever led before was bound by the limit. */
  private boolean opensMyTerm(List<LogEntry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).kind() == EntryKind.NO_OP && entries.get(i).term() == leaderTerm) return true;
    }
    return false;
  }

  /**
   * Reads the state that a snapshot has brought: whoever restores it calls this on a worker, after it is in the engine and
   * before the group is told so, since {@link #restored} must not wait for the disk. Blocks.
   */
  public void reload(EngineReader engine) { reloaded = OracleState.read(engine, ReadTier.DISK); }

  @Override
  public void restored(SnapshotMark snapshot) {
    OracleState found = reloaded;
    if (found == null || found.index() != snapshot.last().index()) {
      throw new IllegalStateException("the oracle's state of " + snapshot.last() + " was not read: " + found);
    }
    reloaded = null;
    applied = found;
    written = found;
    ids.applied(found.ids());
  }

  private void wakeWaiting() {
    List<Runnable> now = List.copyOf(waiting);
    waiting.clear();
    now.forEach(Runnable::run);
  }

  private record OnRaftGroup(RaftGroup group) implements OracleReplica {
    @Override
    public boolean leaseValid() { return group.leaseValid(); }

    @Override
    public long leaderStore() { return group.leaderStore(); }

    @Override
    public ProposeOutcome propose(Payload payload) {
      ProposeOutcome outcome = group.propose(payload);
      group.pump();
      return outcome;
    }

    @Override
    public void applied(long index) { group.applied(index); }

    @Override
    public void confirm(Runnable confirmed) {
      group.read(new Confirmation(confirmed));
      group.pump();
    }

    @Override
    public void tick() { group.tick(); }

    @Override
    public boolean wantsTicks() { return group.wantsTicks(); }
  }

  /** Either way whoever waits looks again. */
  private record Confirmation(Runnable done) implements GroupRead {
    @Override
    public void readable() { done.run(); }

    @Override
    public void failed() { done.run(); }
  }
}
