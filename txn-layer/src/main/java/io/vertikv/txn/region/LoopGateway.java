package io.vertikv.txn.region;

import io.vertikv.store.loop.Loop;
import io.vertikv.txn.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A loop's door to a region on the same or another loop of this process. On the same loop it is a plain call. Otherwise
 * what was submitted between two flushes crosses in one task, and what completes in one turn of the region's loop comes
 * back in one.
 */
public final class LoopGateway implements RegionGateway {
  private final Loop home;
  private final Loop regionLoop;
  private final boolean sameLoop;
  private final RegionExecutor region;
  /** On the home loop. */
  private List<RegionOperation> outbound = new ArrayList<>();
  /** On the region's loop. */
  private List<Runnable> inbound = new ArrayList<>();

  public LoopGateway(Loop home, Loop regionLoop, RegionExecutor region) {
    this.home = home;
    this.regionLoop = regionLoop;
    this.region = region;
    this.sameLoop = home.equals(regionLoop);
  }

  @Override
  public void submit(RegionOperation operation) {
    if (sameLoop) region.submit(operation);
    else outbound.add(new Crossing(operation));
  }

  @Override
  public void flush() {
    if (sameLoop) {
      region.flush();
      return;
    }
    if (outbound.isEmpty()) return;
    List<RegionOperation> together = outbound;
    outbound = new ArrayList<>();
    regionLoop.execute(() -> {
      together.forEach(region::submit);
      region.flush();
    });
  }

  private void comeBack(Runnable outcome) {
    if (inbound.isEmpty()) regionLoop.execute(this::deliver);
    inbound.add(outcome);
  }

  private void deliver() {
    List<Runnable> together = inbound;
    inbound = new ArrayList<>();
    home.execute(() -> together.forEach(Runnable::run));
  }

  /** Runs where the region is, is told at home. */
  private final class Crossing implements RegionOperation {
    private final RegionOperation operation;

    Crossing(RegionOperation operation) { this.operation = operation; }

    @Override
    public Mode mode() { return operation.mode(); }

    @Override
    public void keys(Consumer<byte[]> each) { operation.keys(each); }

    @Override
    public void run(Tx tx) { operation.run(tx); }

    @Override
    public void released(CommitTimes times) { operation.released(times); }

    @Override
    public void completed() { comeBack(operation::completed); }

    @Override
    public void failed(RegionFailure failure) { comeBack(() -> operation.failed(failure)); }

    @Override
    public RequestId request() { return operation.request(); }

    @Override
    public byte[] outcome() { return operation.outcome(); }

    @Override
    public void recall(byte[] outcome) { operation.recall(outcome); }

    @Override
    public boolean wantsProof() { return operation.wantsProof(); }

    @Override
    public Lane lane() { return operation.lane(); }

    @Override
    public String toString() { return operation.toString(); }
  }
}
