package io.vertikv.tools.sim;

import io.vertikv.placement.tso.TimestampSource;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.loop.Loop;
import io.vertikv.txn.region.RegionConfig;
import io.vertikv.txn.region.RegionExecutor;
import io.vertikv.txn.region.RegionTimings;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A replica outside of the cluster that applies the agreed log one entry at a time, never crashes and never takes a
 * snapshot: what the others hold must be what it held when it was where they are.
 */
final class Reference {
  private final MemoryEngine engine = new MemoryEngine();
  private final RegionExecutor executor;
  private final List<Long> digests = new ArrayList<>();

  Reference(Loop idle, TimestampSource timestamps, RegionConfig config) {
    RegionExecutor.Parts parts = new RegionExecutor.Parts(SimStore.GROUP, idle, engine, timestamps, Runnable::run,
        RegionTimings.NONE, new SplittableRandom(0));
    executor = new RegionExecutor(parts, config, (self, entries) -> {});
    digests.add(RegionDigest.of(engine));
  }

  void apply(LogEntry entry) {
    EngineBatch batch = new EngineBatch();
    executor.apply(List.of(entry), batch);
    engine.write(batch);
    engine.flush();
    digests.add(RegionDigest.of(engine));
  }

  long digestAt(long index) { return digests.get((int) index); }
}
