package io.vertikv.tools.sim;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.Payload;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.ready.RoleName;
import io.vertikv.raft.ready.SoftState;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.raftlog.GroupLog;
import io.vertikv.txn.region.RegionExecutor;
import io.vertikv.txn.region.RegionHost;
import io.vertikv.txn.region.RegionMachine;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A replica of a region on one incarnation of a store. Stands between its group and its executor: notes what passes, and passes
 * it on as the mutation wants it.
 */
final class SimReplica implements RegionMachine {
  private final SimStore store;
  private final RegionExecutor executor;
  private final long region;
  private final Map<Bytes, Integer> written = new TreeMap<>();
  private RegionHost.Hosted hosted;
  private long appliedIndex;
  private boolean leaseSeen;

  SimReplica(SimStore store, RegionExecutor executor) {
    this.store = store;
    this.executor = executor;
    region = executor.region().id();
    appliedIndex = executor.appliedIndex();
  }

  /** Before its group starts. */
  void opened(RegionHost.Hosted replica) {
    hosted = replica;
  }

  long region() { return region; }

  SimStore store() { return store; }

  RegionHost.Hosted hosted() { return hosted; }

  RaftGroup group() { return hosted.group(); }

  RegionExecutor executor() { return executor; }

  GroupLog log() { return store.log().group(region); }

  /** True for one that waits for its first snapshot. */
  boolean isEmpty() { return group().isEmpty(); }

  // ---- for HastyOperation

  /** Now and then. */
  void look() {
    leaseSeen = group().leads() && group().leaseValid();
  }

  /** Whether this replica held a lease a while ago. */
  boolean leaseSeen() {
    return leaseSeen;
  }

  /** A write of the key has come in, or is settled. */
  void beingWritten(byte[] key, int more) {
    written.merge(Bytes.of(key), more, Integer::sum);
  }

  boolean isBeingWritten(byte[] key) { return written.getOrDefault(Bytes.of(key), 0) > 0; }

  // ---- on the loop

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
    store.trace("is at snapshot", snapshot.last().index(), region);
    appliedIndex = snapshot.last().index();
    executor.restored(snapshot);
  }

  // ---- on the apply lane

  @Override
  public void apply(List<LogEntry> entries, EngineBatch batch) {
    for (LogEntry entry : entries) store.ledger().applied(region, store.id(), entry);
    if (store.mutation().splitsForgetRequests()) applyWithoutRequests(entries, batch);
    else executor.apply(entries, batch);
    if (!store.mutation().writesAppliedIndexLater()) return;
    // The other half of the same batch follows as a write of its own.
    EngineBatch late = Sabotage.withoutRegionRecords(batch);
    store.engine().write(late);
  }

  /** Others get nothing of what this region remembers. */
  private void applyWithoutRequests(List<LogEntry> entries, EngineBatch batch) {
    EngineBatch all = new EngineBatch();
    executor.apply(entries, all);
    Sabotage.copyWithoutRequestsOfOthers(region, all, batch);
  }

  @Override
  public void applied(List<LogEntry> entries) {
    if (!entries.isEmpty()) appliedIndex = entries.getLast().index();
    executor.applied(entries);
  }
}
