package io.vertikv.tools.sim;

import io.vertikv.txn.Tx;
import io.vertikv.txn.region.CommitTimes;
import io.vertikv.txn.region.Lane;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.region.RequestId;
import java.util.function.Consumer;

/** An operation whose outcome leaves too early; see {@link Mutation}. */
final class HastyOperation implements RegionOperation {
  enum Haste {
    WRITES_WITHOUT_GATE, READS_WITHOUT_GATE, READS_WITHOUT_PROOF, READS_PROVEN_BEFORE, WITHOUT_ID
  }

  private final RegionOperation operation;
  private final SimReplica replica;
  private final Haste haste;
  private boolean told;

  private HastyOperation(RegionOperation operation, SimReplica replica, Haste haste) {
    this.operation = operation;
    this.replica = replica;
    this.haste = haste;
  }

  static RegionOperation of(RegionOperation operation, SimReplica replica, Haste haste) {
    HastyOperation hasty = new HastyOperation(operation, replica, haste);
    if (operation.mode() != Mode.READ) operation.keys(key -> replica.beingWritten(key, 1));
    return hasty;
  }

  @Override
  public void run(Tx tx) {
    operation.run(tx);
    boolean reads = operation.mode() == Mode.READ;
    boolean early = switch (haste) {
      case WRITES_WITHOUT_GATE -> !reads;
      case READS_WITHOUT_GATE -> reads && replica.group().leaseValid();
      case READS_WITHOUT_PROOF -> reads && !restsOnPending();
      case READS_PROVEN_BEFORE -> reads && replica.leaseSeen() && !restsOnPending();
      case WITHOUT_ID -> false;
    };
    if (early) replica.store().loop().execute(this::tellDone);
  }

  private boolean restsOnPending() {
    boolean[] rests = new boolean[1];
    operation.keys(key -> rests[0] |= replica.isBeingWritten(key));
    return rests[0];
  }

  private void settled() {
    if (operation.mode() != Mode.READ) operation.keys(key -> replica.beingWritten(key, -1));
  }

  @Override
  public void completed() {
    settled();
    tellDone();
  }

  private void tellDone() {
    if (told) return;
    told = true;
    operation.completed();
  }

  @Override
  public void failed(RegionFailure failure) {
    settled();
    if (told) return;
    told = true;
    operation.failed(failure);
  }

  @Override
  public Mode mode() { return operation.mode(); }

  @Override
  public void keys(Consumer<byte[]> each) { operation.keys(each); }

  @Override
  public RequestId request() { return haste == Haste.WITHOUT_ID ? null : operation.request(); }

  @Override
  public byte[] outcome() { return operation.outcome(); }

  @Override
  public Lane lane() { return operation.lane(); }

  @Override
  public void released(CommitTimes times) { operation.released(times); }

  @Override
  public void recall(byte[] outcome) { operation.recall(outcome); }
}
