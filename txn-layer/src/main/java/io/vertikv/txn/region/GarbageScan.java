package io.vertikv.txn.region;

import io.vertikv.raft.log.LogEntry;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.group.ApplyTarget;
import io.vertikv.store.group.ApplyWorker;
import io.vertikv.store.loop.Loop;
import io.vertikv.txn.mvcc.HistoryCollector;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * One pass over a region for replaced versions that nobody remembers any more: after a restart, or when more was
 * replaced at once than {@link HistoryGarbage} holds. Reads on a worker, writes on the apply thread, a bounded step at a
 * time, the next one only after the last is in the engine.
 */
final class GarbageScan implements ApplyTarget {
  private static final int VERSIONS_PER_STEP = 4096;

  private final HistoryCollector collector;
  private final ApplyWorker apply;
  private final Executor workers;
  private final Loop loop;
  private final long safePoint;
  private final Runnable done;
  private EngineBatch drops;

  /** @param done runs on the loop when the pass has ended */
  GarbageScan(Engine engine, KeyRange range, ApplyWorker apply, Executor workers, Loop loop, long safePoint,
      Runnable done) {
    this.collector = new HistoryCollector(engine, range);
    this.apply = apply;
    this.workers = workers;
    this.loop = loop;
    this.safePoint = safePoint;
    this.done = done;
  }

  void step() {
    workers.execute(() -> {
      EngineBatch found = new EngineBatch();
      collector.step(safePoint, VERSIONS_PER_STEP, found);
      loop.execute(() -> {
        drops = found;
        apply.submit(this, loop, List.of());
      });
    });
  }

  @Override
  public void apply(List<LogEntry> none, EngineBatch batch) { batch.append(drops); }

  @Override
  public void applied(List<LogEntry> none) {
    if (collector.done()) done.run();
    else step();
  }
}
