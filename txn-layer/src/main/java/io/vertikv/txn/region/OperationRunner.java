package io.vertikv.txn.region;

import io.vertikv.placement.tso.Timestamps;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.NotInMemory;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Loop;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inbox of a region and what becomes of it at the leader: {@link #turn} runs what waits against the pending layer, ends
 * the batch, and completes what rests on nothing pending. Active from {@link #begin} to {@link #drop}: one reign.
 */
final class OperationRunner {
  private static final Logger LOG = LoggerFactory.getLogger(OperationRunner.class);

  private final Loop loop;
  private final RegionBounds bounds;
  private final RegionConfig config;
  private final RegionTimings timings;
  private final Runnable flush;
  private final Runnable lost;
  private final KeyTable table;
  private final PendingIndex index = new PendingIndex();
  private final RegionTx tx;
  private final DetachedRuns detached;
  private final ProvenReads reads = new ProvenReads();
  private final BatchLine batches;
  private final Parking parking;
  private final AloneRun alone;
  private final ArrayDeque<RegionOperation> inbox = new ArrayDeque<>();
  private RequestMemory requests;
  private RaftGroup group;
  private boolean active;
  /** Leadership is being handed over: nothing is taken from the inbox. */
  private boolean fenced;
  /** Tells what a worker brings back from an earlier reign. */
  private long reign;
  private long clockMillis;
  private long inboxSinceNanos;
  private long stalls;

  /**
   * @param flush lets the region run again
   * @param lost  leadership turned out to be lost: {@link #drop} follows
   */
  OperationRunner(RegionExecutor.Parts parts, RegionBounds bounds, RegionConfig config, Runnable flush, Runnable lost) {
    this.loop = parts.loop();
    this.bounds = bounds;
    this.config = config;
    this.timings = parts.timings();
    this.flush = flush;
    this.lost = lost;
    this.table = new KeyTable(config.versionCacheBytesMax(), parts.random().nextLong());
    this.tx = new RegionTx(bounds, table, index, parts.engine(), parts.random());
    this.detached = new DetachedRuns(parts, bounds, index);
    this.batches = new BatchLine(parts, bounds, config, reads, flush);
    this.parking = new Parking(tx, new ColdReader(parts.engine(), parts.workers(), loop), config.loadRoundsMax(),
        flush);
    this.alone = new AloneRun(this, parking, tx, detached);
  }

  void bind(RaftGroup raft) {
    group = raft;
    batches.bind(raft);
    reads.bind(raft);
    alone.bind(raft);
  }

  /** Before anything else, and again when the replica's state has been replaced. */
  void remember(RequestMemory memory) {
    requests = memory;
  }

  DetachedRuns detached() { return detached; }

  // ---- a reign

  /** R4. @param freshTs greater than every timestamp given out before */
  void begin(AppliedState state, long freshTs) {
    batches.raiseMaxTs(Math.max(freshTs, state.commitTs));
    clockMillis = Math.max(clockMillis, state.clockMillis);
    tx.restoreCounters(state.counters);
    tx.raiseUniqueId(Math.max(batches.maxTs(), Timestamps.of(state.clockMillis + 1, 0)));
    reign++;
    active = true;
  }

  /** R3: leadership is lost, and with it everything that is not known to be committed. */
  void drop(RegionFailure elsewhere) {
    active = false;
    fenced = false;
    batches.drop(new RegionFailure.Unknown("leadership was lost before the write was known to be committed"),
        elsewhere);
    requests.dropPending();
    reads.drop(elsewhere);
    alone.drop(elsewhere);
    forgetRows();
    refuseAll(elsewhere);
  }

  void fence(boolean closed) { fenced = closed; }

  // ---- intake

  void submit(RegionOperation operation) {
    if (inbox.isEmpty()) inboxSinceNanos = loop.nanoTime();
    inbox.add(operation);
  }

  void flush() { flush.run(); }

  /** Something could be done if it were not for what is pending. */
  boolean hasWork() {
    return !inbox.isEmpty() || !parking.isEmpty() || batches.blocked();
  }

  /** How long the first one in the inbox has waited; 0 when it is empty. */
  long waitedNanos() {
    return inbox.isEmpty() ? 0 : loop.nanoTime() - inboxSinceNanos;
  }

  /** Those that wait now; whoever is refused may submit again at once, and waits anew. */
  void refuseAll(RegionFailure why) {
    for (int waiting = inbox.size(); waiting > 0; waiting--) inbox.remove().failed(why);
    parking.refuse(why);
    inboxSinceNanos = loop.nanoTime();
  }

  private boolean stalled() {
    boolean full = batches.unappliedBytes() > config.unappliedBytesMax();
    if (full) stalls++;
    return full || fenced || batches.blocked() || alone.busy();
  }

  // ---- a turn

  void turn() {
    if (batches.blocked() && !batches.propose(clockMillis)) lost.run();
    runInbox();
    endRun();
    parking.load();
    alone.advance();
    if (!(inbox.isEmpty() && parking.isEmpty()) && !stalled()) flush();
  }

  private void runInbox() {
    long startedNanos = loop.nanoTime();
    long queuedNanos = inbox.isEmpty() ? 0 : startedNanos - inboxSinceNanos;
    inboxSinceNanos = startedNanos;
    beginRun(startedNanos);
    int ran = 0;
    for (; ran < config.runOperationsMax() && active && !stalled(); ran++) {
      if (!runNext()) break;
      if (batches.full() || tx.cutAfter()) {
        cut();
        beginRun(startedNanos);
      }
    }
    if (ran > 0) timings.ran(ran, queuedNanos, loop.nanoTime() - startedNanos);
  }

  void beginRun() { beginRun(loop.nanoTime()); }

  private void beginRun(long nowNanos) {
    clockMillis = Math.max(clockMillis, loop.wallMillis());
    batches.open().startedNanos = nowNanos;
    tx.beginRun(batches.open(), batches.youngestUncommitted(), clockMillis);
  }

  /** Proposes what was written, proves what was read, and sends both. */
  void endRun() {
    cut();
    reads.settle();
    group.pump();
  }

  private void cut() {
    if (!batches.cut(clockMillis)) lost.run();
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
    tx.beginOperation();
    try {
      RequestId request = operation.request();
      if (request != null && isKnown(request, operation)) return true;
      if (operation.mode() == RegionOperation.Mode.EXCLUSIVE) {
        standAlone(before == null ? new Parked(operation) : before);
        return false;
      }
      operation.run(tx);
    } catch (NotInMemory cold) {
      tx.rollbackOperation();
      Parked parked = before == null ? new Parked(operation) : before;
      if (!parking.park(parked)) leaveLoop(parked);
      return false;
    } catch (KeyOutsideRegion outside) {
      tx.rollbackOperation();
      operation.failed(bounds.elsewhere());
      return true;
    } catch (RuntimeException defect) {
      broken(operation, defect);
      return true;
    }
    finish(operation);
    return true;
  }

  /** One command's defect must not take the region with it: its effects are undone, and it is told. */
  private void broken(RegionOperation operation, RuntimeException defect) {
    tx.rollbackOperation();
    LOG.error("an operation failed: {}", operation, defect);
    operation.failed(new RegionFailure.Defect(String.valueOf(defect.getMessage())));
  }

  /** It has run on the region's transaction: it is refused, or waits for what it rests on. */
  void finish(RegionOperation operation) {
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
    RequestId request = operation.request();
    boolean remembered = request != null && (tx.wrote() || request.again());
    if (remembered && !note(request, operation)) return;
    batches.wrote(written);
    // One that was sent again is remembered even when it wrote nothing: the earlier copy may yet come, and would write.
    batches.gate(remembered ? batches.open() : tx.gate(), operation);
  }

  // ---- once

  /** False when the operation cannot tell what came of it. */
  private boolean note(RequestId request, RegionOperation operation) {
    byte[] outcome;
    try {
      outcome = operation.outcome();
    } catch (RuntimeException defect) {
      broken(operation, defect);
      return false;
    }
    requests.pending(request, outcome, batches.open());
    batches.remembers(outcome);
    return true;
  }

  /** True when the request was done before, or may have been: then the operation has its outcome, or a gate. */
  private boolean isKnown(RequestId request, RegionOperation operation) {
    return switch (requests.look(request)) {
      case RequestMemory.New _ -> false;
      case RequestMemory.Forgotten _ -> {
        operation.failed(new RegionFailure.Unknown("sent again so late that nobody knows whether it was done"));
        yield true;
      }
      case RequestMemory.Done done -> {
        recall(operation, done);
        yield true;
      }
    };
  }

  private void recall(RegionOperation operation, RequestMemory.Done done) {
    if (done.outcome() == null) {
      operation.failed(new RegionFailure.Unknown("it was done before, and its answer was too large to be kept"));
      return;
    }
    operation.recall(done.outcome());
    batches.gate(done.batch(), operation);
  }

  // ---- what leaves the loop

  private void leaveLoop(Parked parked) {
    if (parked.operation.mode() != RegionOperation.Mode.READ) {
      standAlone(parked);
      return;
    }
    long left = reign;
    detached.read(parked, tx, (read, seen, failure) -> readDone(left, read.operation, seen, failure));
  }

  /** A read that ran on a worker; its gate is the youngest batch that was uncommitted when it left. */
  private void readDone(long left, RegionOperation operation, Batch seen, RegionFailure failure) {
    if (!active || left != reign) {
      parking.refuse(operation, new RegionFailure.NotLeader(group.leaderStore()));
      return;
    }
    if (failure != null) operation.failed(failure);
    else batches.gate(batches.gateOf(seen), operation);
    resume(operation);
  }

  private void standAlone(Parked parked) {
    parking.hold(parked.operation);
    alone.stand(parked);
  }

  /** What waits in its lane may run. */
  void resume(RegionOperation done) {
    parking.resume(done);
    flush();
  }

  /** All rows are clean, or void: they are read again when somebody asks. */
  void forgetRows() {
    table.forEach(parking::forget);
    table.clear();
    index.clear();
  }

  /** The region lost a part, and everything that was written is applied. */
  void confine(KeyRange range) {
    table.confine(range, parking::forget);
  }

  // ---- what the group tells

  void committed(long commitIndex) { batches.committed(commitIndex); }

  /** What these entries did of requests. */
  void requestsApplied(RequestWindow.Entry entry) { requests.applied(entry); }

  void applied(long appliedIndex) {
    batches.applied(appliedIndex);
    alone.advance();
  }

  /** True when the engine has everything that was written. */
  boolean settled() { return batches.settled(); }

  /** True when all that was run is proposed. */
  boolean nothingRuns() {
    return batches.open().isEmpty() && !batches.blocked() && !alone.busy();
  }

  /** True when nothing waits for its commit, and nothing is about to be written. */
  boolean quiet() {
    return batches.youngestUncommitted() == null && !batches.blocked() && !alone.busy();
  }

  RegionExecutor.Stats stats() {
    return new RegionExecutor.Stats(table.count(), table.sizeBytes(), table.evictions(), batches.unappliedBytes(),
        inbox.size(), stalls);
  }
}
