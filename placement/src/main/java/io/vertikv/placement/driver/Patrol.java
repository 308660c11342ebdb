package io.vertikv.placement.driver;

import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.scheduler.ClusterView;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.placement.topology.RegionTable;
import io.vertikv.store.bytes.Bytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which regions are looked at next: those that drew attention, and all others in key order, round after round. */
final class Patrol {
  /** More than these wait for the round. */
  static final int SUSPECTS_MAX = 10_000;
  static final int BATCH_MAX = 5_000;
  private static final int BATCH_MIN = 16;

  private final Set<Long> suspects = new LinkedHashSet<>();
  private Bytes last;
  private long lastMillis;
  private long rounds;

  Patrol(long now) { lastMillis = now; }

  void suspect(long region) {
    if (suspects.size() < SUSPECTS_MAX) suspects.add(region);
  }

  /** How often all regions have been looked at. */
  long rounds() { return rounds; }

  List<RegionEntry> next(ClusterView view) {
    RegionTable regions = view.regions();
    List<RegionEntry> batch = new ArrayList<>(BATCH_MIN);
    for (Iterator<Long> each = suspects.iterator(); each.hasNext() && batch.size() < BATCH_MAX; each.remove()) {
      RegionEntry region = regions.get(each.next());
      if (region != null) batch.add(region);
    }
    long passed = view.now() - lastMillis;
    lastMillis = view.now();
    long share = regions.size() * passed / view.get(Setting.PATROL_MILLIS);
    walk(regions, Math.min(Math.clamp(share, BATCH_MIN, BATCH_MAX), regions.size()), batch);
    return batch;
  }

  private void walk(RegionTable regions, int count, List<RegionEntry> batch) {
    int full = batch.size() + count;
    if (last != null) regions.walk(last, count, batch);
    if (batch.size() < full) {
      rounds++;
      if (regions.first() != null) batch.add(regions.first());
      if (!batch.isEmpty()) regions.walk(batch.getLast().region().start(), full - batch.size(), batch);
    }
    if (count > 0) last = batch.getLast().region().start();
  }
}
