package io.vertikv.tools.server;

import io.vertikv.placement.report.RegionSize;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.loop.Loop;
import io.vertikv.txn.region.RegionHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How much the regions hold that are led here: estimated by the engine, on a worker, each once in ten seconds. A key is one of
 * ours: an element of a collection counts as much as a string. Of its loop.
 */
final class RegionSizes {
  private static final long MEASURE_NANOS = TimeUnit.SECONDS.toNanos(10);
  /** Of many that are due at once, some this second and some the next. */
  private static final int REGIONS_MAX = 64;

  private record Measured(RegionSize size, KeyRange range, long nanos) {}

  private final StoreDisk disk;
  private final Loop loop;
  private final Map<Long, Measured> measured = new HashMap<>();
  private boolean measuring;

  RegionSizes(StoreDisk disk, Loop loop) {
    this.disk = disk;
    this.loop = loop;
  }

  RegionSize of(long region) {
    Measured known = measured.get(region);
    return known == null ? RegionSize.EMPTY : known.size;
  }

  void everySecond(Collection<RegionHost.Hosted> regions) {
    if (measuring) return;
    Set<Long> led = new HashSet<>();
    List<RegionHost.Hosted> due = new ArrayList<>();
    for (RegionHost.Hosted each : regions) {
      if (!each.group().leads()) continue;
      led.add(each.id());
      if (isDue(each) && due.size() < REGIONS_MAX) due.add(each);
    }
    measured.keySet().retainAll(led);
    if (!due.isEmpty()) measure(due);
  }

  private boolean isDue(RegionHost.Hosted region) {
    Measured known = measured.get(region.id());
    return known == null || loop.nanoTime() - known.nanos >= MEASURE_NANOS
        || !known.range.equals(region.region().range());
  }

  private void measure(List<RegionHost.Hosted> due) {
    measuring = true;
    List<KeyRange> ranges = due.stream().map(each -> each.region().range()).toList();
    disk.workers().execute(() -> {
      Map<Long, Measured> found = new HashMap<>();
      long[] keys = disk.approximateKeys(ranges);
      for (int i = 0; i < keys.length; i++) {
        RegionSize size = new RegionSize(disk.approximateBytes(ranges.get(i)), keys[i]);
        found.put(due.get(i).id(), new Measured(size, ranges.get(i), loop.nanoTime()));
      }
      loop.execute(() -> {
        measured.putAll(found);
        measuring = false;
      });
    });
  }
}
