package io.vertikv.txn.region;

import io.vertikv.placement.tso.TimestampSource;
import io.vertikv.placement.tso.Timestamps;
import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.raft.ready.RoleName;
import io.vertikv.raft.ready.SoftState;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.NotInMemory;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.ApplyTarget;
import io.vertikv.store.group.EntryBytes;
import io.vertikv.store.group.GroupListener;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Loop;
import io.vertikv.txn.mvcc.Versioned;
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
 * What is not in memory: the operation is parked, its keys are read by workers, and it is run again from the start; after
 * too many rounds, or when a scan is what misses, it runs on a worker over a snapshot ({@link DetachedTx}).
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
  private final ColdReader cold;
  private final DetachedRuns detached;
  private final ByteWriter encoder = new ByteWriter(1 << 16);
  private RaftGroup group;

  private final ArrayDeque<RegionOperation> inbox = new ArrayDeque<>();
  private final ArrayDeque<Parked> ready = new ArrayDeque<>();
  private final ArrayList<KeyState> toLoad = new ArrayList<>();
  /** Proposed and not yet applied, in log order. */
  private final ArrayDeque<Batch> pending = new ArrayDeque<>();
  /** The last of {@link #pending} that is not committed, or null. */
  private Batch youngestUncommitted;
  private Batch batch;
  /** A batch that has ended but could not be proposed yet; nothing is run meanwhile. */
  private Batch held;
  /** What runs alone, or waits to; nothing else is run meanwhile. */
  private Parked alone;
  private Stage stage = Stage.WAITING;
  private boolean rangesDeleted;
  private long batchBytes;
  private long unappliedBytes;
  private long sequence;
  private long maxTs;
  private long clockMillis;
  private long inboxSinceNanos;
  private boolean drainScheduled;
  private boolean leading;
  private boolean serving;
  private final List<Runnable> awaitingService = new ArrayList<>();
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
    this.cold = new ColdReader(parts.engine(), parts.workers(), loop);
    this.detached = new DetachedRuns(parts, index);
    this.batch = new Batch(++sequence);
  }

  public void bind(RaftGroup group) { this.group = group; }

  /** What this replica had applied when it was opened. */
  public long appliedIndex() { return applier.state().index; }

  public long appliedTerm() { return applier.state().term; }

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
    boolean full = unappliedBytes > config.unappliedBytesMax();
    if (full) stalls++;
    return full || held != null || alone != null;
  }

  private void drain() {
    drainScheduled = false;
    if (!serving) {
      if (!leading && group.leader() != 0) refuseAll();
      return;
    }
    if (held != null) propose();
    long startedNanos = loop.nanoTime();
    long queuedNanos = inbox.isEmpty() ? 0 : startedNanos - inboxSinceNanos;
    inboxSinceNanos = startedNanos;
    beginRun(startedNanos);
    int budget = config.runOperationsMax();
    int ran = 0;
    for (; ran < budget && !stalled(); ran++) {
      if (!ready.isEmpty()) {
        Parked parked = ready.poll();
        if (attempt(parked.operation, parked)) resume(parked.operation.lane());
      } else {
        RegionOperation operation = inbox.poll();
        if (operation == null) break;
        accept(operation);
      }
      if (batchBytes >= config.batchBytesMax() || tx.cutAfter()) {
        cut();
        beginRun(startedNanos);
      }
    }
    if (ran > 0) timings.ran(ran, queuedNanos, loop.nanoTime() - startedNanos);
    cut();
    group.pump();
    load();
    if (alone != null) advanceAlone();
    if (!(inbox.isEmpty() && ready.isEmpty()) && !stalled()) flush();
  }

  private void beginRun(long nowNanos) {
    clockMillis = Math.max(clockMillis, loop.wallMillis());
    batch.startedNanos = nowNanos;
    tx.beginRun(batch, youngestUncommitted, clockMillis);
  }

  private void accept(RegionOperation operation) {
    Lane lane = operation.lane();
    if (lane != null && lane.held()) {
      lane.await(operation);
      operation.keys(this::prefetch);
      return;
    }
    attempt(operation, null);
  }

  /** Runs the operation; false when it has to wait. Parked: what it was the last time, or null. */
  private boolean attempt(RegionOperation operation, Parked parked) {
    if (operation.mode() == RegionOperation.Mode.EXCLUSIVE) {
      standAlone(operation, parked);
      return false;
    }
    tx.beginOperation();
    try {
      operation.run(tx);
    } catch (NotInMemory cold) {
      tx.rollbackOperation();
      park(operation, parked);
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
    if (written > config.entryBytesMax()) {
      tx.rollbackOperation();
      operation.failed(new RegionFailure.TooLarge(written, config.entryBytesMax()));
      return;
    }
    if (written > 0 && group.diskFull()) {
      tx.rollbackOperation();
      operation.failed(new RegionFailure.DiskFull("no space left on device"));
      return;
    }
    batchBytes += written;
    Batch gate = tx.gate();
    if (gate == null || gate.committed) {
      operation.completed();
    } else {
      gate.gated.add(operation);
    }
  }

  // ---- what is not in memory

  private void park(RegionOperation operation, Parked before) {
    Parked parked = before == null ? new Parked(operation) : before;
    Lane lane = operation.lane();
    if (lane != null) lane.hold();
    if (tx.missing().isEmpty() || ++parked.rounds > config.loadRoundsMax()) {
      if (operation.mode() == RegionOperation.Mode.READ) detached.read(parked, tx, this::readDone);
      else standAlone(operation, parked);
      return;
    }
    for (KeyState row : tx.missing()) await(row, parked);
    operation.keys(key -> {
      KeyState row = tx.row(key);
      if (!row.known()) await(row, parked);
    });
  }

  private void await(KeyState row, Parked parked) {
    claim(row);
    if (row.waiters == null) row.waiters = new ArrayList<>(2);
    row.waiters.add(parked);
    parked.awaited++;
  }

  private void prefetch(byte[] key) {
    KeyState row = tx.row(key);
    if (!row.known()) claim(row);
  }

  private void claim(KeyState row) {
    if (row.knowledge != KeyState.Knowledge.NONE) return;
    row.knowledge = KeyState.Knowledge.LOADING;
    toLoad.add(row);
  }

  private void load() {
    if (toLoad.isEmpty()) return;
    cold.read(toLoad, this::loaded);
    toLoad.clear();
  }

  private void loaded(List<KeyState> rows, List<Versioned> versions) {
    for (int i = 0; i < rows.size(); i++) {
      KeyState row = rows.get(i);
      if (row.knowledge == KeyState.Knowledge.LOADING) tx.fill(row, versions.get(i));
      if (row.waiters == null) continue;
      for (Parked parked : row.waiters) if (--parked.awaited == 0) ready.add(parked);
      row.waiters = null;
    }
    flush();
  }

  /** What waited in the lane may run, one after the other; the lane is held until nothing waits. */
  private void resume(Lane lane) {
    if (lane == null) return;
    RegionOperation next = lane.poll();
    if (next == null) lane.free();
    else ready.addFirst(new Parked(next));
  }

  /** A read that ran on a worker; its gate is the youngest batch that was uncommitted when it left. */
  private void readDone(Parked parked, Batch seen, RegionFailure failure) {
    // A batch that turned out to be void was taken up again and may never be proposed.
    Batch gate = seen == batch ? youngestUncommitted : seen;
    if (failure != null) parked.operation.failed(failure);
    else if (gate == null || gate.committed) parked.operation.completed();
    else gate.gated.add(parked.operation);
    resume(parked.operation.lane());
    flush();
  }

  // ---- what runs alone

  private void standAlone(RegionOperation operation, Parked before) {
    alone = before == null ? new Parked(operation) : before;
    stage = Stage.WAITING;
    if (operation.lane() != null) operation.lane().hold();
  }

  /** Waits until everything before is applied, runs on a worker, and waits until that is applied. */
  private void advanceAlone() {
    if (held != null || !pending.isEmpty()) return;
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
      operation.failed(new RegionFailure.NotLeader(group.leader()));
    } else if (failure != null) {
      operation.failed(failure);
    } else {
      beginRun(loop.nanoTime());
      tx.beginOperation();
      effects.installOn(tx);
      rangesDeleted = !batch.deletedRanges.isEmpty();
      finish(operation);
      cut();
      group.pump();
    }
    advanceAlone();
  }

  private void aloneDone() {
    Parked parked = alone;
    alone = null;
    if (rangesDeleted) forgetRows();
    rangesDeleted = false;
    resume(parked.operation.lane());
    flush();
  }

  // ---- batches

  /** Ends the batch: what it wrote is given a timestamp and proposed. */
  private void cut() {
    if (batch.isEmpty()) {
      reuseEmpty();
      return;
    }
    held = batch;
    batch = new Batch(++sequence);
    batchBytes = 0;
    propose();
  }

  /** Nothing to replicate; operations that touched only each other's undone or void writes need not wait for more. */
  private void reuseEmpty() {
    Batch last = pending.peekLast();
    for (KeyState state : batch.states) {
      if (state.batch != batch) continue;
      // The row may hide an older pending write: it stays dirty until that one is applied.
      state.batch = last;
      if (last != null) last.states.add(state);
    }
    batch.states.clear();
    batchBytes = 0;
    if (batch.gated.isEmpty()) return;
    if (last == null || last.committed) batch.gated.forEach(RegionOperation::completed);
    else last.gated.addAll(batch.gated);
    batch.gated.clear();
  }

  private void propose() {
    if (held.commitTs == 0) {
      long ts = timestamps.next();
      if (ts == 0) {
        timestamps.whenAvailable(this::flush);
        return;
      }
      held.commitTs = Math.max(ts, maxTs + 1);
      maxTs = held.commitTs;
    }
    encoder.clear();
    RegionWrite.encode(held, clockMillis, config.retentionMillis() > 0, encoder);
    held.payloadBytes = encoder.length();
    switch (group.propose(new EntryBytes(encoder.toBytes()))) {
      case ProposeOutcome.Proposed proposed -> proposed(proposed.index());
      case ProposeOutcome.NotLeader elsewhere -> loseLeadership();
      case ProposeOutcome.Dropped dropped -> LOG.debug("a batch waits: {}", dropped.reason());
    }
  }

  private void proposed(long atIndex) {
    held.index = atIndex;
    held.proposedNanos = loop.nanoTime();
    unappliedBytes += held.payloadBytes;
    pending.add(held);
    youngestUncommitted = held;
    held = null;
  }

  @Override
  public void committed(long commitIndex) {
    if (youngestUncommitted == null) return;
    for (Batch each : pending) {
      if (each.index > commitIndex) return;
      if (!each.committed) release(each);
    }
    youngestUncommitted = null;
  }

  private void release(Batch done) {
    done.committed = true;
    done.loggedNanos = group.loggedNanos();
    done.committedNanos = loop.nanoTime();
    timings.committed(done.gated.size(), done.proposedNanos - done.startedNanos,
        done.committedNanos - done.proposedNanos);
    for (int i = 0, n = done.gated.size(); i < n; i++) {
      RegionOperation operation = done.gated.get(i);
      operation.released(done);
      operation.completed();
    }
    done.gated.clear();
  }

  @Override
  public void apply(List<LogEntry> entries) { applies.accept(this, entries); }

  @Override
  public void apply(List<LogEntry> entries, EngineBatch to) { applier.apply(entries, to); }

  @Override
  public void applied(List<LogEntry> entries) {
    if (entries.isEmpty()) return;
    long appliedIndex = entries.getLast().index();
    group.applied(appliedIndex);
    while (!pending.isEmpty() && pending.peek().index <= appliedIndex) settle(pending.poll());
    for (LogEntry entry : entries) {
      if (entry.kind() == EntryKind.NO_OP && leading && !serving && entry.term() == group.term()) activate();
    }
    if (alone != null) advanceAlone();
    if (!inbox.isEmpty() || !ready.isEmpty() || held != null) flush();
  }

  /** The engine has the batch: its rows are clean, unless a later batch wrote them again. */
  private void settle(Batch done) {
    unappliedBytes -= done.payloadBytes;
    for (int i = 0, n = done.states.size(); i < n; i++) {
      KeyState state = done.states.get(i);
      if (state.batch != done) continue;
      state.batch = null;
      state.knowledge = KeyState.Knowledge.NEWEST;
      if (state.changes()) state.commitTs = done.commitTs;
    }
  }

  // ---- leadership

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
    maxTs = Math.max(fresh, state.commitTs);
    clockMillis = Math.max(clockMillis, state.clockMillis);
    tx.restoreCounters(state.counters);
    tx.raiseUniqueId(Math.max(maxTs, Timestamps.of(state.clockMillis + 1, 0)));
    serving = true;
    awaitingService.forEach(Runnable::run);
    awaitingService.clear();
    LOG.debug("region leader of term {} serves, applied index {}", group.term(), state.index);
    flush();
  }

  /** R3. */
  private void loseLeadership() {
    serving = false;
    RegionFailure unknown = new RegionFailure.Unknown("leadership was lost before the write was known to be committed");
    for (Batch each : pending) {
      each.gated.forEach(operation -> operation.failed(unknown));
      each.gated.clear();
    }
    RegionFailure elsewhere = new RegionFailure.NotLeader(group.leader());
    for (Batch each : held == null ? List.of(batch) : List.of(held, batch)) {
      each.gated.forEach(operation -> operation.failed(elsewhere));
    }
    if (alone != null && stage == Stage.WAITING) {
      refuse(alone, elsewhere);
      alone = null;
    }
    pending.clear();
    youngestUncommitted = null;
    held = null;
    unappliedBytes = 0;
    batchBytes = 0;
    batch = new Batch(++sequence);
    forgetRows();
    refuseAll();
  }

  private void refuseAll() {
    RegionFailure elsewhere = new RegionFailure.NotLeader(group.leader());
    for (RegionOperation operation = inbox.poll(); operation != null; operation = inbox.poll())
      operation.failed(elsewhere);
    for (Parked parked = ready.poll(); parked != null; parked = ready.poll()) refuse(parked, elsewhere);
  }

  private static void refuse(Parked parked, RegionFailure why) {
    parked.operation.failed(why);
    Lane lane = parked.operation.lane();
    if (lane == null) return;
    for (RegionOperation next = lane.poll(); next != null; next = lane.poll()) next.failed(why);
    lane.free();
  }

  /** All rows are clean, or void: they are read again when somebody asks. */
  private void forgetRows() {
    ArrayList<Parked> waiting = new ArrayList<>();
    table.forEach(row -> {
      if (row.waiters == null) return;
      for (Parked parked : row.waiters) if (--parked.awaited == 0) waiting.add(parked);
      row.waiters = null;
    });
    table.clear();
    index.clear();
    ready.addAll(waiting);
  }

  // ---- housekeeping

  /** A few times per heartbeat interval. */
  public void tick() {
    group.tick();
    if (held != null || !inbox.isEmpty()) flush();
  }

  /** About once a second: a region that is no longer written gets rid of superseded versions too. */
  public void collectGarbage() {
    applier.clock(Timestamps.of(loop.wallMillis(), 0));
    applies.accept(this, List.of());
  }

  /** How many superseded versions were forgotten so far, and so are left to a scan. Any thread, a moment's view. */
  public long garbageForgotten() {
    return applier.garbageForgotten();
  }

  /** Figures for metrics; a copy. */
  public record Stats(long rows, long rowBytes, long evictions, long unappliedBytes, long inbox, long stalls) {}

  public Stats stats() {
    return new Stats(table.count(), table.sizeBytes(), table.evictions(), unappliedBytes, inbox.size(), stalls);
  }
}
