package io.vertikv.tools.server;

import io.vertikv.store.loop.Loop;
import io.vertikv.txn.region.RegionHost;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Goes through the regions that have forgotten superseded versions: each every ten minutes at most, and one at a time. On the
 * store's loop.
 */
final class GarbagePasses {
  private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** @param forgotten what the region's replica had forgotten when the pass began */
  private record Pass(long forgotten, long endedNanos) {}

  private final Loop loop;
  private final RegionHost host;
  private final LongSupplier timestamps;
  /** By region. */
  private final Map<Long, Pass> passes = new HashMap<>();
  private boolean scanning;

  /** @param timestamps 0 while none is to be had */
  GarbagePasses(Loop loop, RegionHost host, LongSupplier timestamps) {
    this.loop = loop;
    this.host = host;
    this.timestamps = timestamps;
  }

  void everySecond() {
    passes.keySet().removeIf(region -> host.region(region) == null);
    if (scanning) return;
    for (RegionHost.Hosted region : host.all()) {
      if (isDue(region)) {
        begin(region);
        return;
      }
    }
  }

  private boolean isDue(RegionHost.Hosted region) {
    if (!region.executor().serving()) return false;
    Pass last = passes.get(region.id());
    if (last == null) return true;
    return region.executor().garbageForgotten() != last.forgotten
        && loop.nanoTime() - last.endedNanos > INTERVAL_NANOS;
  }

  private void begin(RegionHost.Hosted region) {
    long nowTs = timestamps.getAsLong();
    if (nowTs == 0) return;
    scanning = true;
    long forgotten = region.executor().garbageForgotten();
    host.scanForGarbage(region, nowTs, () -> {
      scanning = false;
      passes.put(region.id(), new Pass(forgotten, loop.nanoTime()));
    });
  }
}
