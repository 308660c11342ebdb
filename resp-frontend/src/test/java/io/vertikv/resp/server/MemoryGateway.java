package io.vertikv.resp.server;

import io.vertikv.resp.script.MemoryTx;
import io.vertikv.store.loop.Loop;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionGateway;
import io.vertikv.txn.region.RegionOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A region in memory. Operations run in the order of their submission; from the seed come what a real one also does: runs
 * that are thrown away and repeated, outcomes that come late and out of order.
 */
public final class MemoryGateway {
  private final MemoryTx tx = new MemoryTx();
  private final List<Door> doors = new CopyOnWriteArrayList<>();
  private volatile boolean held;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  /** 0: everything completes at once. */
  private final long seed;
  /** A failure for an operation instead of a run, or null. */
  private volatile Function<RegionOperation, RegionFailure> failing = operation -> null;

  public MemoryGateway(long seed) { this.seed = seed; }

  public MemoryTx tx() { return tx; }

  public void failing(Function<RegionOperation, RegionFailure> failing) { this.failing = failing; }

  public RegionGateway on(Loop loop) {
    Door door = new Door(loop);
    doors.add(door);
    return door;
  }

  /** True: nothing is run any more; false: everything that has come meanwhile is. */
  public void hold(boolean held) {
    this.held = held;
    for (Door door : doors) door.loop.execute(door::flush);
  }

  private final class Door implements RegionGateway {
    private final Loop loop;
    private final Random random = new Random(seed);
    private List<RegionOperation> waiting = new ArrayList<>();

    Door(Loop loop) { this.loop = loop; }

    @Override
    public void submit(RegionOperation operation) { waiting.add(operation); }

    @Override
    public void flush() {
      if (held) return;
      List<RegionOperation> batch = waiting;
      waiting = new ArrayList<>();
      for (RegionOperation operation : batch) {
        RegionFailure failure = failing.apply(operation);
        if (failure == null) run(operation);
        Runnable end = failure == null ? operation::completed : () -> operation.failed(failure);
        int fate = seed == 0 ? 0 : random.nextInt(4);
        if (fate == 0) end.run();
        else if (fate == 1) loop.execute(end);
        else loop.schedule(random.nextInt(3), end);
      }
    }

    private void run(RegionOperation operation) {
      oneAtATime.lock();
      try {
        if (seed != 0 && random.nextInt(3) == 0) {
          operation.keys(key -> { if (key.length == 0) throw new AssertionError("an empty key"); });
          int savepoint = tx.savepoint();
          operation.run(tx);
          tx.rollbackTo(savepoint);
        }
        operation.run(tx);
        tx.commit();
      } finally {
        oneAtATime.unlock();
      }
    }
  }
}
