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
import java.util.ArrayList;
import java.util.List;

/** Stands between a group and its executor: notes what passes, and passes it on as the mutation wants it. */
final class SimRegion implements GroupListener, ApplyTarget {
  private record Waiting(long index, Runnable task) {}

  private final SimStore store;
  private final RegionExecutor executor;
  private final List<Waiting> waiting = new ArrayList<>();
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

  /** Runs the task once everything that is in the log now is committed. */
  void whenCommitted(Runnable task) {
    long last = group.status().lastIndex();
    if (group.commitIndex() >= last) task.run();
    else waiting.add(new Waiting(last, task));
  }

  @Override
  public void roleChanged(SoftState state) {
    store.trace("is " + state.role() + " under", state.leader(), state.term());
    if (state.role() != RoleName.LEADER) waiting.clear();
    Mutation mutation = store.mutation();
    if (mutation.hidesLostLeadership() && executor.serving()) return;
    executor.roleChanged(state);
    if (!mutation.servesBeforeItsOpeningEntry() || state.role() != RoleName.LEADER || appliedIndex == 0) return;
    executor.applied(List.of(new LogEntry(appliedIndex, state.term(), EntryKind.NO_OP, Payload.NONE)));
  }

  @Override
  public void committed(long index) {
    executor.committed(index);
    List<Waiting> done = waiting.stream().filter(each -> each.index <= index).toList();
    waiting.removeAll(done);
    done.forEach(each -> each.task.run());
  }

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
