package io.vertikv.txn.region;

import io.vertikv.placement.tso.TimestampSource;
import io.vertikv.placement.tso.Timestamps;
import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.ready.RoleName;
import io.vertikv.raft.ready.SoftState;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.NotInMemory;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.ApplyTarget;
import io.vertikv.store.group.GroupListener;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Loop;
import java.util.ArrayDeque;
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
 *   submit → inbox → run ─┬─ reads only committed state ─────────────────────────► completed
 *                         └─ touches a pending batch ─► gated ─► batch committed ─► completed
 *   run's writes → batch → timestamp → propose → committed → apply thread → clean
 * </pre>
 *
 * The rules that hold it together (architecture: rules of the region):
 * <ul>
 * <li>R1: batches are proposed in the order of their runs, and their timestamps rise.
 * <li>R2: {@link RegionTx} notes the youngest uncommitted batch that an operation read or wrote; it completes with it.
 * <li>R3: when leadership is lost, the pending layer is dropped as a whole. What was not proposed gets
 * {@link RegionFailure.NotLeader}, what was gets {@link RegionFailure.Unknown}.
 * <li>R4: a new leader serves only after its opening entry is applied and max_ts is raised to a fresh timestamp.
 * <li>R8: exclusive operations, and writing ones that had to leave the loop, stop the intake, wait until everything
 * before them is applied, and hold back what follows until they are applied themselves.
 * <li>R10: unapplied bytes are bounded: above the bound nothing more is run, and the sockets feel it.
 * </ul>
 *
 * Batches live in {@link BatchLine}. What is not in memory: the operation is parked ({@link Parking}), its keys are read by
 * workers, and it is run again from the start; after too many rounds, or when a scan is what misses, it runs on a worker
 * over a snapshot ({@link DetachedTx}).
 */
public final class RegionExecutor implements GroupListener, ApplyTarget {
  private static final Logger LOG = LoggerFactory.getLogger(RegionExecutor.class);

  private final Loop loop;
  private final RegionConfig config;
  private final TimestampSource timestamps;
  private final RegionApplier applier;
  private final BiConsumer<RegionExecutor, List<LogEntry>> applies;
  private final RegionTimings timings;
  private final KeyTable table;
  private final PendingIndex index = new PendingIndex();
  private final RegionTx tx;
  private final DetachedRuns detached;
  private final BatchLine batches;
  private final Parking parking;
  private final ArrayDeque<RegionOperation> inbox = new ArrayDeque<>();
  private final List<Runnable> awaitingService = new ArrayList<>();
  private RaftGroup group;
  /** What runs alone, or waits to; nothing else is run meanwhile. */
  private Parked alone;
  private Stage stage = Stage.WAITING;
  private boolean rangesDeleted;
  private long clockMillis;
  private long inboxSinceNanos;
  private boolean drainScheduled;
  private boolean leading;
  private boolean serving;
  private long stalls;

  /** How far the operation that runs alone has come. */
  private enum Stage {
    /** Until everything before it is applied. */
    WAITING,
    /** A worker has it. */
    RUNNING,
    /** Until its own effects are applied. */
    INSTALLED
  }

  /** What an executor is made of. */
  public record Parts(long region, Loop loop, Engine engine, TimestampSource timestamps, Executor workers,
      RegionTimings timings, RandomGenerator random) {}

  /**
   * Reads the replica's applied state: blocks.
   *
   * @param applies hands entries to the apply thread with this object as their target
   */
  public RegionExecutor(Parts parts, RegionConfig config, BiConsumer<RegionExecutor, List<LogEntry>> applies) {
    this.loop = parts.loop();
    this.config = config;
    this.timestamps = parts.timestamps();
    this.applies = applies;
    this.timings = parts.timings();
    this.applier = new RegionApplier(parts.region(), parts.engine(),
        AppliedState.read(parts.engine(), parts.region(), ReadTier.DISK),
        config);
    this.table = new KeyTable(config.versionCacheBytesMax(), parts.random().nextLong());
    this.tx = new RegionTx(parts.region(), table, index, parts.engine(), parts.random());
    this.detached = new DetachedRuns(parts, index);
    this.batches = new BatchLine(parts, config, this::flush);
    this.parking = new Parking(tx, new ColdReader(parts.engine(), parts.workers(), loop), config.loadRoundsMax(),
        this::flush);
  }

  public void bind(RaftGroup raft) {
    group = raft;
    batches.bind(raft);
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

  /** On the region's loop; {@link #flush} lets it run. */
  public void submit(RegionOperation operation) {
    if (inbox.isEmpty()) inboxSinceNanos = loop.nanoTime();
    inbox.add(operation);
  }

  /** Runs what was submitted, once everything else that this turn of the loop brings has been submitted too. */
  public void flush() {
    if (drainScheduled) return;
    drainScheduled = true;
    loop.execute(this::drain);
  }

  private boolean stalled() {
    boolean full = batches.unappliedBytes() > config.unappliedBytesMax();
    if (full) stalls++;
    return full || batches.blocked() || alone != null;
  }

  private void drain() {
    drainScheduled = false;
    if (!serving) {
      if (!leading && group.leader() != 0) refuseAll(new RegionFailure.NotLeader(group.leaderStore()));
      return;
    }
    if (batches.blocked() && !batches.propose(clockMillis)) loseLeadership();
    runInbox();
    cut();
    group.pump();
    parking.load();
    if (alone != null) advanceAlone();
    if (!(inbox.isEmpty() && parking.isEmpty()) && !stalled()) flush();
  }

  private void runInbox() {
    long startedNanos = loop.nanoTime();
    long queuedNanos = inbox.isEmpty() ? 0 : startedNanos - inboxSinceNanos;
    inboxSinceNanos = startedNanos;
    beginRun(startedNanos);
    int ran = 0;
    for (; ran < config.runOperationsMax() && serving && !stalled(); ran++) {
      if (!runNext()) break;
      if (batches.full() || tx.cutAfter()) {
        cut();
        beginRun(startedNanos);
      }
    }
    if (ran > 0) timings.ran(ran, queuedNanos, loop.nanoTime() - startedNanos);
  }

  private void beginRun(long nowNanos) {
    clockMillis = Math.max(clockMillis, loop.wallMillis());
    batches.open().startedNanos = nowNanos;
    tx.beginRun(batches.open(), batches.youngestUncommitted(), clockMillis);
  }

  /** False when there is nothing to run. */
  private boolean runNext() {
    Parked parked = parking.poll();
    if (parked != null) {
      if (attempt(parked.operation, parked)) parking.resume(parked.operation);
      return true;
    }
    RegionOperation operation = inbox.poll();
    if (operation == null) return false;
    if (!parking.waitsInLane(operation)) attempt(operation, null);
    return true;
  }

  /** Runs the operation; false when it has to wait. Before: what it was the last time, or null. */
  private boolean attempt(RegionOperation operation, Parked before) {
    if (operation.mode() == RegionOperation.Mode.EXCLUSIVE) {
      standAlone(before == null ? new Parked(operation) : before);
      return false;
    }
    tx.beginOperation();
    try {
      operation.run(tx);
    } catch (NotInMemory cold) {
      tx.rollbackOperation();
      Parked parked = before == null ? new Parked(operation) : before;
      if (!parking.park(parked)) leaveLoop(parked);
      return false;
    } catch (RuntimeException defect) {
      // One command's defect must not take the region with it: its effects are undone, and it is told.
      tx.rollbackOperation();
      LOG.error("an operation failed: {}", operation, defect);
      operation.failed(new RegionFailure.Defect(String.valueOf(defect.getMessage())));
      return true;
    }
    finish(operation);
    return true;
  }

  private void finish(RegionOperation operation) {
    long written = tx.writtenBytes();
    RegionFailure refused = written == 0
        ? null
        : written > config.entryBytesMax()
            ? new RegionFailure.TooLarge(written, config.entryBytesMax())
            : group.diskFull() ? new RegionFailure.DiskFull("no space left on device") : null;
    if (refused != null) {
      tx.rollbackOperation();
      operation.failed(refused);
      return;
    }
    batches.wrote(written);
    batches.gate(tx.gate(), operation);
  }

  private void cut() {
    if (!batches.cut(clockMillis)) loseLeadership();
  }

  // ---- what leaves the loop

  private void leaveLoop(Parked parked) {
    if (parked.operation.mode() == RegionOperation.Mode.READ) detached.read(parked, tx, this::readDone);
    else standAlone(parked);
  }

  /** A read that ran on a worker; its gate is the youngest batch that was uncommitted when it left. */
  private void readDone(Parked parked, Batch seen, RegionFailure failure) {
    if (failure != null) parked.operation.failed(failure);
    else batches.gate(batches.gateOf(seen), parked.operation);
    parking.resume(parked.operation);
    flush();
  }

  private void standAlone(Parked parked) {
    alone = parked;
    stage = Stage.WAITING;
    parking.hold(parked.operation);
  }

  /** Waits until everything before is applied, runs on a worker, and waits until that is applied. */
  private void advanceAlone() {
    if (!batches.settled()) return;
    switch (stage) {
      case WAITING -> {
        stage = Stage.RUNNING;
        beginRun(loop.nanoTime());
        detached.write(alone, tx, this::aloneRan);
      }
      case RUNNING -> {}
      case INSTALLED -> aloneDone();
    }
  }

  private void aloneRan(DetachedTx effects, RegionFailure failure) {
    RegionOperation operation = alone.operation;
    stage = Stage.INSTALLED;
    if (!serving) {
      operation.failed(new RegionFailure.NotLeader(group.leaderStore()));
    } else if (failure != null) {
      operation.failed(failure);
    } else {
      beginRun(loop.nanoTime());
      tx.beginOperation();
      effects.installOn(tx);
      rangesDeleted = !batches.open().deletedRanges.isEmpty();
      finish(operation);
      cut();
      group.pump();
    }
    if (alone != null) advanceAlone();
  }

  private void aloneDone() {
    RegionOperation operation = alone.operation;
    alone = null;
    if (rangesDeleted) forgetRows();
    rangesDeleted = false;
    parking.resume(operation);
    flush();
  }

  // ---- what the group tells

  @Override
  public void committed(long commitIndex) { batches.committed(commitIndex); }

  @Override
  public void apply(List<LogEntry> entries) { applies.accept(this, entries); }

  @Override
  public void apply(List<LogEntry> entries, EngineBatch to) { applier.apply(entries, to); }

  @Override
  public void applied(List<LogEntry> entries) {
    if (entries.isEmpty()) return;
    long appliedIndex = entries.getLast().index();
    group.applied(appliedIndex);
    batches.applied(appliedIndex);
    for (LogEntry entry : entries) {
      if (entry.kind() == EntryKind.NO_OP && leading && !serving && entry.term() == group.term()) activate();
    }
    if (alone != null) advanceAlone();
    if (!inbox.isEmpty() || !parking.isEmpty() || batches.blocked()) flush();
  }

  @Override
  public void roleChanged(SoftState state) {
    boolean leads = state.role() == RoleName.LEADER;
    if (leading && !leads) {
      leading = false;
      loseLeadership();
    }
    leading = leads;
  }

  /** R4: the opening entry of this term is applied, so everything committed before is, and nothing else is pending. */
  private void activate() {
    long fresh = timestamps.next();
    if (fresh == 0) {
      timestamps.whenAvailable(() -> {
        if (leading && !serving) activate();
      });
      return;
    }
    AppliedState state = applier.state();
    batches.raiseMaxTs(Math.max(fresh, state.commitTs));
    clockMillis = Math.max(clockMillis, state.clockMillis);
    tx.restoreCounters(state.counters);
    tx.raiseUniqueId(Math.max(batches.maxTs(), Timestamps.of(state.clockMillis + 1, 0)));
    serving = true;
    awaitingService.forEach(Runnable::run);
    awaitingService.clear();
    LOG.debug("region leader of term {} serves, applied index {}", group.term(), state.index);
    flush();
  }

  /** R3. */
  private void loseLeadership() {
    serving = false;
    RegionFailure elsewhere = new RegionFailure.NotLeader(group.leaderStore());
    batches.drop(new RegionFailure.Unknown("leadership was lost before the write was known to be committed"),
        elsewhere);
    if (alone != null && stage == Stage.WAITING) {
      Parking.refuse(alone.operation, elsewhere);
      alone = null;
    }
    forgetRows();
    refuseAll(elsewhere);
  }

  private void refuseAll(RegionFailure why) {
    for (RegionOperation operation = inbox.poll(); operation != null; operation = inbox.poll()) operation.failed(why);
    parking.refuse(why);
  }

  /** All rows are clean, or void: they are read again when somebody asks. */
  private void forgetRows() {
    table.forEach(parking::wake);
    table.clear();
    index.clear();
  }

  // ---- housekeeping

  /** A few times per heartbeat interval. */
  public void tick() {
    group.tick();
    if (!serving) refuseTheLate();
    else if (batches.blocked() || !inbox.isEmpty()) flush();
  }

  /** Nobody leads, or the leader does not know yet what it may answer: nothing has been done for those who wait. */
  private void refuseTheLate() {
    if (inbox.isEmpty() || loop.nanoTime() - inboxSinceNanos < config.leaderWaitNanos()) return;
    refuseAll(new RegionFailure.Unavailable("no leader serves the region"));
  }

  /** About once a second: a region that is no longer written gets rid of replaced versions too. */
  public void collectGarbage() {
    applier.clock(Timestamps.of(loop.wallMillis(), 0));
    applies.accept(this, List.of());
  }

  /** How many replaced versions were forgotten so far, and so are left to a scan. Any thread, a moment's view. */
  public long garbageForgotten() {
    return applier.garbageForgotten();
  }

  /** Figures for metrics; a copy. */
  public record Stats(long rows, long rowBytes, long evictions, long unappliedBytes, long inbox, long stalls) {}

  public Stats stats() {
    return new Stats(table.count(), table.sizeBytes(), table.evictions(), batches.unappliedBytes(), inbox.size(),
        stalls);
  }
}
