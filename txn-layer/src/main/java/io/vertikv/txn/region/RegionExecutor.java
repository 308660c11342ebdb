package io.vertikv.txn.region;

import io.vertikv.placement.tso.TimestampSource;
import io.vertikv.placement.tso.Timestamps;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.ready.RoleName;
import io.vertikv.raft.ready.SoftState;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.group.ApplyTarget;
import io.vertikv.store.group.GroupClock;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionEpoch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A region's leader: a single-threaded machine on an event loop. Everything that waits in the inbox is run in one go against
 * the pending layer, and what all of it wrote becomes one batch: one Raft entry, one commit timestamp, one engine write. The
 * next run does not wait for the last one's commit; only replies do, at the gate of the youngest batch that they touched.
 *
 * <pre>
 *   submit → inbox → run ─┬─ reads only committed state ─► lease, or one round to the voters ─► completed
 *                         └─ touches a pending batch ────► gated ─► batch committed ──────────► completed
 *   run's writes → batch → timestamp → propose → committed → apply thread → clean
 * </pre>
 *
 * The rules that hold it together (architecture: rules of the region):
 * <ul>
 * <li>R1: batches are proposed in the order of their runs, and their timestamps rise.
 * <li>R2: {@link RegionTx} notes the youngest uncommitted batch that an operation read or wrote; it completes with it.
 * <li>R3: when leadership is lost, the pending layer is dropped as a whole. What was not proposed gets
 * {@link RegionFailure.NotLeader}, as do reads; what was gets {@link RegionFailure.Unknown}.
 * <li>R4: a new leader serves only after its opening entry is applied and max_ts is raised to a fresh timestamp.
 * <li>R8: exclusive operations, and writing ones that had to leave the loop, stop the intake, wait until everything
 * before them is applied, and hold back what follows until they are applied themselves ({@link AloneRun}). So does a
 * transfer of leadership ({@link Handover}).
 * <li>R9: what was read is only told when it is proven that this replica still led afterwards ({@link ProvenReads}).
 * <li>R10: unapplied bytes are bounded: above the bound nothing more is run, and the sockets feel it.
 * </ul>
 *
 * This class is the replica's outside: roles, service, housekeeping. {@link OperationRunner} runs the inbox; batches live in
 * {@link BatchLine}. What is not in memory: the operation is parked ({@link Parking}), its keys are read by workers, and it is
 * run again from the start; after too many rounds, or when a scan is what misses, it runs on a worker over a snapshot
 * ({@link DetachedTx}).
 *
 * <p><b>A snapshot in place of the state.</b> Whoever restores one (the group's {@code SnapshotPort}) calls {@link #suspend}
 * first, replaces the region's data in the engine once told that nothing here uses it, then calls {@link #reread} on a
 * worker and hands it to {@link #replaced} before it reports success to the group; or {@link #resume} when nothing has changed.
 */
public final class RegionExecutor implements RegionMachine, GroupClock.Ticked {
  private static final Logger LOG = LoggerFactory.getLogger(RegionExecutor.class);

  private final Parts parts;
  private final Loop loop;
  private final RegionConfig config;
  private final TimestampSource timestamps;
  private final BiConsumer<ApplyTarget, List<LogEntry>> applies;
  private final RegionBounds bounds;
  private final OperationRunner runner;
  private final Handover handover;
  private final SplitFence splitting;
  private final HereReads hereReads;
  private final List<Runnable> awaitingService = new ArrayList<>();
  /** Of the apply thread; another one after a snapshot, while nothing is being applied. */
  private volatile RegionApplier applier;
  private volatile long garbageForgottenBefore;
  private ApplyTarget machine = this;
  private Births births = Births.NONE;
  private RegionWatcher watcher = RegionWatcher.NONE;
  private RaftGroup group;
  private boolean drainScheduled;
  private boolean leading;
  private boolean serving;
  private long leadingTerm;
  /** The term whose opening entry was applied last. */
  private long openedTerm;
  private boolean awaitsTimestamp;
  /** Collections on their way through the apply thread: they write the applied state. */
  private int collecting;
  private boolean suspended;
  private Runnable whenQuiet;
  /** Read from the engine and not yet taken. */
  private RegionMemory replacement;

  /** What an executor is made of. */
  public record Parts(Region region, Loop loop, Engine engine, TimestampSource timestamps, Executor workers,
      RegionTimings timings, RandomGenerator random) {
    /** Of a region that is the whole key space. */
    public Parts(long region, Loop loop, Engine engine, TimestampSource timestamps, Executor workers,
        RegionTimings timings, RandomGenerator random) {
      this(new Region(region, KeyRange.ALL, RegionEpoch.FIRST, Membership.UNINITIALISED), loop, engine, timestamps,
          workers, timings, random);
    }
  }

  /**
   * Reads the replica's applied state: blocks.
   *
   * @param applies hands entries to the apply thread with their target: this object, or what it is watched by
   */
  public RegionExecutor(Parts parts, RegionConfig config, BiConsumer<ApplyTarget, List<LogEntry>> applies) {
    this.parts = parts;
    this.loop = parts.loop();
    this.config = config;
    this.timestamps = parts.timestamps();
    this.applies = applies;
    this.bounds = new RegionBounds(parts.region());
    this.runner = new OperationRunner(parts, bounds, config, this::flush, this::loseLeadership);
    this.handover = new Handover(loop, runner);
    this.splitting = new SplitFence(loop, runner, bounds);
    this.hereReads = new HereReads(loop, runner.detached());
    take(reread());
  }

  private void take(RegionMemory memory) {
    applier = new RegionApplier(parts.region().id(), parts.engine(), memory, config);
    bounds.become(memory.record());
    runner.remember(new RequestMemory(memory.loops()));
  }

  public void bind(RaftGroup raft) {
    group = raft;
    bounds.bind(raft);
    runner.bind(raft);
    handover.bind(raft);
    splitting.bind(raft);
    hereReads.bind(raft);
  }

  /** Before the group starts. */
  public void watch(RegionWatcher told) {
    watcher = told;
  }

  /** What was applied last of its range and epoch; any thread. */
  public Region region() { return bounds.region(); }

  /** Where the region is, as far as this replica knows; on the loop. */
  public RegionRoute route() {
    return bounds.route();
  }

  /** What this replica had applied when it was opened. */
  public long appliedIndex() { return applier.state().index; }

  /** True when operations are run: this replica leads and knows everything that was committed before it did. */
  public boolean serving() {
    return serving;
  }

  public boolean leading() { return leading; }

  /** Runs the task, once, as soon as operations are run; on the loop. */
  public void whenServing(Runnable task) {
    if (serving) task.run();
    else awaitingService.add(task);
  }

  // ---- intake

  /**
   * On the region's loop; {@link #flush} lets it run. A replica that does not lead refuses it as soon as it knows who does;
   * otherwise it waits for a leader that serves, but not for long.
   */
  public void submit(RegionOperation operation) { runner.submit(operation); }

  /** Runs what was submitted, once everything else that this turn of the loop brings has been submitted too. */
  public void flush() {
    if (drainScheduled) return;
    drainScheduled = true;
    loop.execute(this::drain);
  }

  private void drain() {
    drainScheduled = false;
    if (serving) {
      runner.turn();
      handover.advance();
      splitting.advance();
    } else if (!leading && group.leader() != 0) {
      runner.refuseAll(new RegionFailure.NotLeader(group.leaderStore()));
    }
    if (runner.hasWork()) group.stir();
  }

  /**
   * A read of what this replica has applied; leader or not, on the region's loop. Fails with {@link RegionFailure.NotLeader}
   * when no leader could be asked: try again, or elsewhere.
   */
  public void readHere(RegionOperation operation, Freshness freshness) { hereReads.read(operation, freshness); }

  /** The same for an answer that may be so old; 0: not at all, Long.MAX_VALUE: however old, and then nobody is asked. */
  public void readHere(RegionOperation operation, long staleNanosMax) {
    hereReads.read(operation, staleNanosMax);
  }

  /**
   * Hands leadership to a voter: the intake stops until it has gone there, or for {@link RegionConfig#HANDOVER_NANOS_MAX}.
   * False when this replica does not serve, the peer cannot lead or another transfer is under way.
   */
  public boolean transferLeader(long peer) {
    return serving && !splitting.busy() && handover.begin(peer);
  }

  /** Splits these off at the right; the intake stops until that is applied here, or for as long as a transfer may take. */
  public void split(List<SplitChild> children, SplitListener told) {
    String refusal = !serving
        ? "it is not served here"
        : handover.busy() ? "its leadership is being handed over" : splitting.begin(children, told);
    if (refusal != null) told.notSplit(refusal);
  }

  /** Before the group starts: what is applied comes here by way of this. */
  void through(ApplyTarget watched) {
    machine = watched;
  }

  /** Before the group starts: who opens what split off. */
  void onSplit(Births opens) {
    births = opens;
  }

  // ---- what the group tells

  @Override
  public void committed(long commitIndex) {
    runner.committed(commitIndex);
    splitting.committed(commitIndex);
    handover.advance();
  }

  @Override
  public void apply(List<LogEntry> entries) { applies.accept(machine, entries); }

  @Override
  public void apply(List<LogEntry> entries, EngineBatch to) { applier.apply(entries, to); }

  @Override
  public void applied(List<LogEntry> entries) {
    if (entries.isEmpty()) {
      collected();
      return;
    }
    long appliedIndex = entries.getLast().index();
    group.applied(appliedIndex);
    applier.takeRequests(appliedIndex, runner::requestsApplied);
    runner.applied(appliedIndex);
    applier.takeChanges(appliedIndex, this::changed);
    for (LogEntry entry : entries) if (entry.kind() == EntryKind.NO_OP) openedTerm = entry.term();
    activate();
    handover.advance();
    if (runner.hasWork()) flush();
  }

  private void changed(RegionChange change) {
    bounds.become(change.now());
    if (!change.children().isEmpty()) {
      runner.confine(change.now().range());
      bounds.parted(births.born(change, leading));
    }
    splitting.applied(change);
  }

  @Override
  public void roleChanged(SoftState state) {
    boolean leads = state.role() == RoleName.LEADER;
    if (leading && !(leads && state.term() == leadingTerm)) loseLeadership();
    leading = leads;
    if (leads) leadingTerm = state.term();
    else if (state.leader() != 0) flush();
    watcher.leader(group.addresses().storeOf(state.leader()));
  }

  /** R4: the opening entry of this term is applied, so everything committed before is, and nothing else is pending. */
  private void activate() {
    if (!leading || serving || openedTerm != group.term()) return;
    long fresh = timestamps.next();
    if (fresh == 0) {
      awaitTimestamp();
      return;
    }
    AppliedState state = applier.state();
    runner.begin(state, fresh);
    watcher.begins();
    serving = true;
    List<Runnable> awaiting = List.copyOf(awaitingService);
    awaitingService.clear();
    awaiting.forEach(Runnable::run);
    LOG.debug("region leader of term {} serves, applied index {}", group.term(), state.index);
    flush();
  }

  private void awaitTimestamp() {
    if (awaitsTimestamp) return;
    awaitsTimestamp = true;
    long term = leadingTerm;
    timestamps.whenAvailable(() -> {
      awaitsTimestamp = false;
      // One that was asked for in an earlier reign may be older than what was done since; the next tick asks again.
      if (leadingTerm == term) activate();
    });
  }

  /** R3. */
  private void loseLeadership() {
    serving = false;
    watcher.ends();
    splitting.drop();
    runner.drop(new RegionFailure.NotLeader(handover.leaderStore()));
  }

  // ---- a snapshot in place of the state

  /** Before the start, of a replica that holds nothing yet. */
  void awaitSnapshot() {
    hereReads.suspend(true);
    group.awaitSnapshot();
  }

  /** This replica was removed from its group, which is retired: who waits for something here is told to look elsewhere. */
  void end() {
    if (leading) loseLeadership();
    else runner.refuseAll(new RegionFailure.NotLeader(0));
    leading = false;
  }

  /**
   * The region's state in the engine is about to be replaced: it is neither read nor written here from now on.
   *
   * @param quiet runs on the loop once nothing from before is under way either
   */
  public void suspend(Runnable quiet) {
    suspended = true;
    hereReads.suspend(true);
    whenQuiet = quiet;
    quiet();
  }

  private void quiet() {
    if (whenQuiet == null || collecting > 0) return;
    Runnable told = whenQuiet;
    whenQuiet = null;
    loop.execute(told);
  }

  /** Nothing has been replaced after all. */
  public void resume() {
    suspended = false;
    hereReads.suspend(false);
  }

  /** What {@link #replaced} takes: the state as the engine has it now. On a worker; blocks. */
  public RegionMemory reread() {
    return RegionMemory.read(parts.engine(), parts.region(), config.requests());
  }

  /** The engine holds another state, durably, and this is what it says; the group's {@link #restored} takes it up. */
  public void replaced(RegionMemory memory) {
    replacement = memory;
  }

  @Override
  public void restored(SnapshotMark snapshot) {
    RegionMemory memory = replacement;
    if (memory == null || memory.appliedIndex() != snapshot.last().index()) {
      throw new IllegalStateException("the engine's state is not that of " + snapshot);
    }
    replacement = null;
    // What the snapshot brought of replaced versions is in nobody's memory: work for the collector's scan.
    garbageForgottenBefore = garbageForgotten() + 1;
    take(memory);
    resume();
  }

  // ---- housekeeping

  /** False: everything that happens here begins with the group, or with an operation, and both wake. */
  @Override
  public boolean wantsTicks() {
    return group.wantsTicks() || runner.hasWork() || leading && !serving;
  }

  /** A few times per heartbeat interval, for as long as it {@link #wantsTicks}. */
  @Override
  public void tick() {
    group.tick();
    if (serving) {
      handover.advance();
      splitting.advance();
      if (runner.hasWork()) flush();
      return;
    }
    activate();
    // Nobody leads, or the leader does not know yet what it may answer: nothing has been done for those who wait.
    if (!serving && runner.waitedNanos() >= config.leaderWaitNanos()) {
      runner.refuseAll(new RegionFailure.Unavailable("no leader serves the region"));
    }
  }

  /** About once a second: a region that is no longer written gets rid of replaced versions too. */
  public void collectGarbage() {
    if (suspended) return;
    applier.clock(Timestamps.of(loop.wallMillis(), 0));
    collecting++;
    applies.accept(machine, List.of());
  }

  private void collected() {
    collecting--;
    quiet();
  }

  /** How many replaced versions were forgotten so far, and so are left to a scan. Any thread, a moment's view. */
  public long garbageForgotten() {
    return garbageForgottenBefore + applier.garbageForgotten();
  }

  /** Figures for metrics; a copy. */
  public record Stats(long rows, long rowBytes, long evictions, long unappliedBytes, long inbox, long stalls) {
    public static final Stats NONE = new Stats(0, 0, 0, 0, 0, 0);

    /** Of both together. */
    public Stats plus(Stats more) {
      return new Stats(rows + more.rows, rowBytes + more.rowBytes, evictions + more.evictions,
          unappliedBytes + more.unappliedBytes, inbox + more.inbox, stalls + more.stalls);
    }
  }

  public Stats stats() { return runner.stats(); }
}
