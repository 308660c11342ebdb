package io.vertikv.tools.sim;

import io.vertikv.txn.Tx;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.region.RequestId;
import java.util.function.Consumer;

/** An operation whose outcome leaves too early; see {@link Mutation}. */
final class HastyOperation implements RegionOperation {
  enum Haste {
    WRITES_WITHOUT_GATE, READS_WITHOUT_GATE, READS_WITHOUT_PROOF, READS_PROVEN_BEFORE
  }

  private final RegionOperation operation;
  private final SimStore store;
  private final Haste haste;
  private final boolean provenBefore;
  private boolean told;

  private HastyOperation(RegionOperation operation, SimStore store, Haste haste) {
    this.operation = operation;
    this.store = store;
    this.haste = haste;
    provenBefore = store.group().leads() && store.group().leaseValid();
  }

  static RegionOperation of(RegionOperation operation, SimStore store, Haste haste) {
    boolean reads = operation.mode() == Mode.READ;
    return reads == (haste != Haste.WRITES_WITHOUT_GATE) ? new HastyOperation(operation, store, haste) : operation;
  }

  @Override
  public void run(Tx tx) {
    operation.run(tx);
    switch (haste) {
      case WRITES_WITHOUT_GATE -> store.loop().execute(this::completed);
      case READS_WITHOUT_GATE -> {
        if (store.group().leaseValid()) store.loop().execute(this::completed);
      }
      case READS_WITHOUT_PROOF -> gated();
      case READS_PROVEN_BEFORE -> {
        if (provenBefore) gated();
      }
    }
  }

  /** A turn later, when what the same run has written is in the log too. */
  private void gated() {
    store.loop().execute(() -> store.region().whenCommitted(this::completed));
  }

  @Override
  public void completed() {
    if (told) return;
    told = true;
    operation.completed();
  }

  @Override
  public void failed(RegionFailure failure) {
    if (told) return;
    told = true;
    operation.failed(failure);
  }

  @Override
  public Mode mode() { return operation.mode(); }

  @Override
  public void keys(Consumer<byte[]> each) { operation.keys(each); }

  @Override
  public RequestId request() { return operation.request(); }

  @Override
  public byte[] outcome() { return operation.outcome(); }

  @Override
  public void recall(byte[] outcome) { operation.recall(outcome); }
}
