package io.vertikv.txn.region;

import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.group.EntryBytes;
import io.vertikv.store.group.GroupRead;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Loop;
import java.util.List;

/**
 * A split at the leader, as a fence (R8): the intake stops, what was run is proposed, and behind it the split. What waits runs
 * again when the split is applied here, in a region that may not have its keys any more. Belongs to the region's loop.
 *
 * <pre>
 *   begin ─► fenced ── nothing is run or held ─► proposed ─┬─ applied ───────► fence open again
 *      └──────────── too late ─────────────────────────────│─────────────────► fence open again
 *                                                          └─ leadership lost ─► unknown: over
 * </pre>
 */
final class SplitFence {
  /** A question to all, for what it tells them. */
  private static final GroupRead NOBODY = new GroupRead() {
    @Override
    public void readable() {}

    @Override
    public void failed() {}
  };

  private final Loop loop;
  private final OperationRunner runner;
  private final RegionBounds bounds;
  private RaftGroup group;
  /** Null: none is under way. */
  private SplitListener asker;
  private List<SplitChild> children = List.of();
  /** Of the entry; 0: not proposed. */
  private long index;
  private boolean spread;
  private long sinceNanos;

  SplitFence(Loop loop, OperationRunner runner, RegionBounds bounds) {
    this.loop = loop;
    this.runner = runner;
    this.bounds = bounds;
  }

  void bind(RaftGroup raft) { group = raft; }

  boolean busy() { return asker != null; }

  /** Null: it has begun; or why not. */
  String begin(List<SplitChild> into, SplitListener told) {
    if (busy()) return "another split is under way";
    String refusal = RegionSplit.refusal(bounds.region(), into, group.membership(), group.addresses());
    if (refusal != null) return refusal;
    asker = told;
    children = List.copyOf(into);
    index = 0;
    spread = false;
    sinceNanos = loop.nanoTime();
    runner.fence(true);
    advance();
    return null;
  }

  void advance() {
    if (asker == null || index != 0) return;
    if (loop.nanoTime() - sinceNanos >= RegionConfig.HANDOVER_NANOS_MAX) {
      end("it could not be proposed in time");
      return;
    }
    if (runner.nothingRuns()) propose();
  }

  private void propose() {
    // The members may have changed meanwhile; a change that is not applied yet is found by the epoch.
    String refusal = RegionSplit.refusal(bounds.region(), children, group.membership(), group.addresses());
    if (refusal != null) {
      end(refusal);
      return;
    }
    RegionSplit split = RegionSplit.of(bounds.region().epoch(), children, group.membership(), group.addresses());
    if (group.propose(new EntryBytes(Bytes.of(split.encode()))) instanceof ProposeOutcome.Proposed proposed) {
      index = proposed.index();
      group.pump();
    }
  }

  /** The other replicas hear it now rather than with the next heartbeat: the children need them. */
  void committed(long commitIndex) {
    if (asker == null || index == 0 || spread || commitIndex < index) return;
    spread = true;
    group.read(NOBODY);
  }

  /** An entry that was a split is applied here. */
  void applied(RegionChange change) {
    if (asker == null || change.index() != index) return;
    end(change.children().isEmpty() ? "the region has changed meanwhile" : null);
  }

  private void end(String failure) {
    SplitListener told = asker;
    asker = null;
    runner.fence(false);
    runner.flush();
    if (failure == null) told.split();
    else told.notSplit(failure);
  }

  /** Leadership is lost; what was proposed may yet be applied, by whoever leads next. */
  void drop() {
    if (asker == null) return;
    SplitListener told = asker;
    asker = null;
    if (index == 0) told.notSplit("leadership was lost");
    else told.unknown();
  }
}
