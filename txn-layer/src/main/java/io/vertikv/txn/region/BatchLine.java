package io.vertikv.txn.region;

import io.vertikv.placement.tso.TimestampSource;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.group.EntryBytes;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Loop;
import java.util.ArrayDeque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A region's batches, from the one that is being filled to the last one that the engine does not have yet, in the order of
 * their runs, their entries and their timestamps (R1). An operation's outcome leaves when the youngest batch that it read
 * or wrote is committed (R2); a batch's rows are clean when it is applied. Belongs to the region's loop.
 *
 * <pre>
 *   open ── cut ──► held ── timestamp, propose ──► pending ── committed ──► applied
 * </pre>
 */
final class BatchLine {
  private static final Logger LOG = LoggerFactory.getLogger(BatchLine.class);

  private final Loop loop;
  private final RegionBounds bounds;
  private final RegionConfig config;
  private final TimestampSource timestamps;
  private final RegionTimings timings;
  private final ProvenReads reads;
  private final Runnable flush;
  private final ByteWriter encoder = new ByteWriter(1 << 16);
  private RaftGroup group;
  private Batch open;
  /** A batch that has ended but could not be proposed yet; nothing is run meanwhile. */
  private Batch held;
  /** Proposed and not yet applied, in log order. */
  private final ArrayDeque<Batch> pending = new ArrayDeque<>();
  /** The last of {@link #pending} that is not committed, or null. */
  private Batch youngestUncommitted;
  private long openBytes;
  private long openOutcomeBytes;
  private long unappliedBytes;
  private long sequence;
  private long maxTs;
  /** The batch for which a timestamp was asked; null: none. */
  private Batch awaitsTimestamp;

  /**
   * @param reads prove what rests on no batch
   * @param flush lets the region run again
   */
  BatchLine(RegionExecutor.Parts parts, RegionBounds bounds, RegionConfig config, ProvenReads reads, Runnable flush) {
    this.loop = parts.loop();
    this.bounds = bounds;
    this.timestamps = parts.timestamps();
    this.timings = parts.timings();
    this.config = config;
    this.reads = reads;
    this.flush = flush;
    this.open = new Batch(++sequence);
  }

  void bind(RaftGroup proposals) { group = proposals; }

  /** The batch that operations write into now. */
  Batch open() { return open; }

  Batch youngestUncommitted() { return youngestUncommitted; }

  /** True while an ended batch waits to be proposed. */
  boolean blocked() { return held != null; }

  /** True when the engine has everything that was written. */
  boolean settled() {
    return held == null && pending.isEmpty();
  }

  /** True when the open batch should end here. No single entry may crowd all others out of the remembered requests. */
  boolean full() {
    return openBytes >= config.batchBytesMax() || openOutcomeBytes >= config.requests().bytesMax() / 8;
  }

  long unappliedBytes() { return unappliedBytes; }

  long maxTs() { return maxTs; }

  void raiseMaxTs(long least) { maxTs = Math.max(maxTs, least); }

  /** The operation is done once this batch is committed; null: once it is proven. */
  void gate(Batch gate, RegionOperation operation) {
    if (gate == null || gate.committed) reads.add(operation);
    else gate.gated.add(operation);
  }

  void wrote(long bytes) { openBytes += bytes; }

  void remembers(byte[] outcome) {
    openBytes += outcome.length;
    openOutcomeBytes += outcome.length;
  }

  /** What a detached read waits for: a batch that turned out to be void was taken up again and may never be proposed. */
  Batch gateOf(Batch seen) {
    return seen == open ? youngestUncommitted : seen;
  }

  /** Ends the open batch: what it wrote is given a timestamp and proposed. False when leadership is lost. */
  boolean cut(long clockMillis) {
    if (open.isEmpty()) {
      reuseEmpty();
      return true;
    }
    held = open;
    held.gatedBefore = held.gated.size();
    open = new Batch(++sequence);
    openBytes = 0;
    openOutcomeBytes = 0;
    return propose(clockMillis);
  }

  /** Nothing to replicate; operations that touched only each other's undone or void writes need not wait for more. */
  private void reuseEmpty() {
    Batch last = pending.peekLast();
    for (KeyState state : open.states) {
      if (state.batch != open) continue;
      // The row may hide an older pending write: it stays dirty until that one is applied.
      state.batch = last;
      if (last != null) last.states.add(state);
    }
    open.states.clear();
    openBytes = 0;
    openOutcomeBytes = 0;
    for (RegionOperation operation : open.gated) gate(last, operation);
    open.gated.clear();
  }

  /** Proposes the held batch; it stays held while there is no timestamp or no room. False when leadership is lost. */
  boolean propose(long clockMillis) {
    if (held.commitTs == 0 && !stamp()) {
      awaitTimestamp();
      return true;
    }
    encoder.clear();
    RegionWrite.encode(held, bounds.region().epoch().version(), clockMillis, config.retentionMillis() > 0, encoder);
    held.payloadBytes = encoder.length();
    return switch (group.propose(new EntryBytes(encoder.toBytes()))) {
      case ProposeOutcome.Proposed proposed -> proposed(proposed.index());
      case ProposeOutcome.NotLeader elsewhere -> false;
      case ProposeOutcome.Dropped dropped -> {
        LOG.debug("a batch waits: {}", dropped.reason());
        yield true;
      }
    };
  }

  /** False when there is no timestamp now. */
  private boolean stamp() {
    long ts = timestamps.next();
    if (ts == 0) return false;
    held.commitTs = Math.max(ts, maxTs + 1);
    maxTs = held.commitTs;
    return true;
  }

  /** A timestamp from afar can be had only while the task runs, and only for the batch that it was asked for. */
  private void awaitTimestamp() {
    if (awaitsTimestamp == held) return;
    Batch needy = held;
    awaitsTimestamp = needy;
    timestamps.whenAvailable(() -> {
      if (awaitsTimestamp == needy) awaitsTimestamp = null;
      if (held == needy && needy.commitTs == 0) stamp();
      flush.run();
    });
  }

  private boolean proposed(long atIndex) {
    held.index = atIndex;
    held.proposedNanos = loop.nanoTime();
    unappliedBytes += held.payloadBytes;
    pending.add(held);
    youngestUncommitted = held;
    held = null;
    return true;
  }

  void committed(long commitIndex) {
    if (youngestUncommitted == null) return;
    boolean all = true;
    for (Batch each : pending) {
      all = each.index <= commitIndex;
      if (!all) break;
      if (!each.committed) release(each);
    }
    if (all) youngestUncommitted = null;
    reads.settle();
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
      if (i < done.gatedBefore) operation.completed();
      else reads.add(operation);
    }
    done.gated.clear();
  }

  /** The engine has everything up to this index: rows are clean, unless a later batch wrote them again. */
  void applied(long appliedIndex) {
    while (!pending.isEmpty() && pending.peek().index <= appliedIndex) settle(pending.poll());
  }

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

  /** R3: what was proposed may or may not take effect, what was not will not. */
  void drop(RegionFailure proposed, RegionFailure notProposed) {
    for (Batch each : pending) fail(each, proposed, notProposed);
    if (held != null) fail(held, notProposed, notProposed);
    fail(open, notProposed, notProposed);
    pending.clear();
    youngestUncommitted = null;
    held = null;
    unappliedBytes = 0;
    openBytes = 0;
    openOutcomeBytes = 0;
    open = new Batch(++sequence);
  }

  /** Those that have only read it have done nothing, whatever becomes of it. */
  private static void fail(Batch batch, RegionFailure writers, RegionFailure readers) {
    List<RegionOperation> gated = List.copyOf(batch.gated);
    batch.gated.clear();
    for (int i = 0; i < gated.size(); i++) {
      boolean read = i >= batch.gatedBefore || gated.get(i).mode() == RegionOperation.Mode.READ;
      gated.get(i).failed(read ? readers : writers);
    }
  }
}
