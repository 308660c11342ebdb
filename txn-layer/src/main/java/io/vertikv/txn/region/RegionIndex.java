package io.vertikv.txn.region;

import io.vertikv.store.bytes.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A store's regions by key and by id. Each look sees one moment; a region's end may move meanwhile, its start does not: the
 * parent of a split keeps the left part.
 */
final class RegionIndex {
  private record Moment(NavigableMap<byte[], RegionHost.Hosted> byStart, Map<Long, RegionHost.Hosted> byId) {}

  private volatile Moment now = new Moment(new TreeMap<>(Arrays::compareUnsigned), Map.of());

  /** On one thread at a time, as {@link #remove}. */
  void add(RegionHost.Hosted hosted) {
    Map<Long, RegionHost.Hosted> regions = new HashMap<>(now.byId);
    regions.put(hosted.id(), hosted);
    become(regions);
  }

  void remove(long region) {
    Map<Long, RegionHost.Hosted> regions = new HashMap<>(now.byId);
    regions.remove(region);
    become(regions);
  }

  private void become(Map<Long, RegionHost.Hosted> regions) {
    NavigableMap<byte[], RegionHost.Hosted> byStart = new TreeMap<>(Arrays::compareUnsigned);
    for (RegionHost.Hosted each : regions.values()) byStart.put(each.region().range().start(), each);
    now = new Moment(byStart, regions);
  }

  RegionHost.Hosted regionOf(byte[] key) {
    Map.Entry<byte[], RegionHost.Hosted> floor = now.byStart.floorEntry(key);
    return floor != null && floor.getValue().region().range().contains(key) ? floor.getValue() : null;
  }

  RegionHost.Hosted region(long id) { return now.byId.get(id); }

  List<RegionHost.Hosted> overlapping(KeyRange range) {
    List<RegionHost.Hosted> found = new ArrayList<>();
    for (RegionHost.Hosted each : now.byStart.values()) if (each.region().range().overlaps(range)) found.add(each);
    return found;
  }

  Collection<RegionHost.Hosted> all() { return now.byStart.values(); }
}
