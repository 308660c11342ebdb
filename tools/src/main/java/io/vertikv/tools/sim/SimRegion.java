package io.vertikv.tools.sim;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.Payload;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.ready.RoleName;
import io.vertikv.raft.ready.SoftState;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.group.ApplyTarget;
import io.vertikv.store.group.GroupListener;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.txn.region.RegionExecutor;
import io.vertikv.store.bytes.Bytes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Stands between a group and its executor: notes what passes, and passes it on as the mutation wants it. */
final class SimRegion implements GroupListener, ApplyTarget {
  private final SimStore store;
  private final RegionExecutor executor;
  private final Map<Bytes, Integer> written = new TreeMap<>();
  private RaftGroup group;
  private long appliedIndex;

  SimRegion(SimStore store, RegionExecutor executor) {
    this.store = store;
    this.executor = executor;
    appliedIndex = executor.appliedIndex();
  }

  void bind(RaftGroup bound) {
    group = bound;
    executor.bind(bound);
  }

  /** For {@link HastyOperation}: a write of the key has come in, or is settled. */
  void beingWritten(byte[] key, int more) {
    written.merge(Bytes.of(key), more, Integer::sum);
  }

  boolean isBeingWritten(byte[] key) { return written.getOrDefault(Bytes.of(key), 0) > 0; }

  @Override
  public void roleChanged(SoftState state) {
    store.trace("is " + state.role() + " under", state.leader(), state.term());
    Mutation mutation = store.mutation();
    if (mutation.hidesLostLeadership() && executor.serving()) return;
    executor.roleChanged(state);
    if (!mutation.servesBeforeItsOpeningEntry() || state.role() != RoleName.LEADER || appliedIndex == 0) return;
    executor.applied(List.of(new LogEntry(appliedIndex, state.term(), EntryKind.NO_OP, Payload.NONE)));
  }

  @Override
  public void committed(long index) { executor.committed(index); }

  @Override
  public void apply(List<LogEntry> entries) { executor.apply(entries); }

  @Override
  public void restored(SnapshotMark snapshot) {
    store.trace("is at snapshot", snapshot.last().index(), 0);
    appliedIndex = snapshot.last().index();
    executor.restored(snapshot);
  }

  // ---- on the apply lane

  @Override
  public void apply(List<LogEntry> entries, EngineBatch batch) {
    for (LogEntry entry : entries) store.ledger().applied(store.id(), entry);
    executor.apply(entries, batch);
    if (!store.mutation().writesAppliedIndexLater()) return;
    // The other half of the same batch follows as a write of its own.
    EngineBatch late = Sabotage.withoutRegionRecords(batch);
    store.engine().write(late);
  }

  @Override
  public void applied(List<LogEntry> entries) {
    if (!entries.isEmpty()) appliedIndex = entries.getLast().index();
    executor.applied(entries);
  }
}
