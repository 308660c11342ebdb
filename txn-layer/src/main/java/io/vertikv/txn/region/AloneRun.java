package io.vertikv.txn.region;

import io.vertikv.store.group.RaftGroup;

/**
 * The operation that runs alone (R8): an exclusive one, or a writing one that had to leave the loop. Nothing else is run from
 * the moment it stands here until its own effects are applied.
 *
 * <pre>
 *   stand ─► WAITING ── all before it is applied ─► RUNNING on a worker ─► INSTALLED ── its effects are applied ─► gone
 * </pre>
 */
final class AloneRun {
  private enum Stage {
    WAITING, RUNNING, INSTALLED
  }

  private final OperationRunner runner;
  private final Parking parking;
  private final RegionTx tx;
  private final DetachedRuns detached;
  private RaftGroup group;
  private Parked parked;
  private Stage stage = Stage.WAITING;
  private boolean rangesDeleted;
  /** Leadership was lost while the worker had it: what it computed is void. */
  private boolean dropped;

  AloneRun(OperationRunner runner, Parking parking, RegionTx tx, DetachedRuns detached) {
    this.runner = runner;
    this.parking = parking;
    this.tx = tx;
    this.detached = detached;
  }

  void bind(RaftGroup raft) { group = raft; }

  /** True while nothing else may be run. */
  boolean busy() { return parked != null; }

  void stand(Parked next) {
    parked = next;
    stage = Stage.WAITING;
    dropped = false;
  }

  void advance() {
    if (parked == null || dropped || !runner.settled()) return;
    switch (stage) {
      case WAITING -> {
        stage = Stage.RUNNING;
        runner.beginRun();
        detached.write(parked, tx, this::ran);
      }
      case RUNNING -> {}
      case INSTALLED -> end();
    }
  }

  private void ran(DetachedTx effects, RegionFailure failure) {
    if (dropped) {
      RegionOperation operation = parked.operation;
      parked = null;
      parking.refuse(operation, new RegionFailure.NotLeader(group.leaderStore()));
      runner.flush();
      return;
    }
    stage = Stage.INSTALLED;
    if (failure != null) parked.operation.failed(failure);
    else install(effects);
    advance();
  }

  private void install(DetachedTx effects) {
    runner.beginRun();
    tx.beginOperation();
    effects.installOn(tx);
    rangesDeleted = effects.deletesRanges();
    runner.finish(parked.operation);
    runner.endRun();
  }

  private void end() {
    RegionOperation operation = parked.operation;
    parked = null;
    if (rangesDeleted) runner.forgetRows();
    rangesDeleted = false;
    runner.resume(operation);
  }

  /** Leadership is lost; what had been installed has been told so with its batch. */
  void drop(RegionFailure elsewhere) {
    if (parked == null) return;
    rangesDeleted = false;
    if (stage == Stage.RUNNING) {
      dropped = true;
      return;
    }
    RegionOperation operation = parked.operation;
    parked = null;
    if (stage == Stage.WAITING) parking.refuse(operation, elsewhere);
    else parking.refuseBehind(operation, elsewhere);
  }
}
