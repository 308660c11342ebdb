package io.vertikv.txn.route;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.region.RegionRoute;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/**
 * What a process knows of where the regions are: one for all its loops. It may lag behind, but for no key does it go back:
 * whoever asks in the wrong place is told, tells this cache, and asks again. Any thread; looking up allocates nothing.
 */
public final class RouteCache {
  private final AtomicReference<RouteMap> map = new AtomicReference<>(RouteMap.EMPTY);

  /** All of one moment. */
  RouteMap map() {
    return map.get();
  }

  /** Where the key is; null: nobody has told. */
  public RegionRoute find(byte[] key) {
    return map.get().find(key);
  }

  /** Where the region is; null: nobody has told, or it is no more. Goes through all of them. */
  public RegionRoute region(long id) {
    return map.get().region(id);
  }

  /** In the order of their keys; there may be gaps. */
  public List<RegionRoute> routes() { return map.get().all(); }

  /** Those that have some of the range, in the order of their keys, but no more than so many. */
  List<RegionRoute> within(KeyRange range, int max) {
    return map.get().within(range, max);
  }

  /** The range around the key of which nobody has told; only for a key that is not found. */
  public KeyRange gap(byte[] key) {
    return map.get().gap(key);
  }

  /** Any one that has some of the range; null: none is known. */
  public RegionRoute any(KeyRange range, RandomGenerator random) {
    return map.get().any(range, random);
  }

  /** True unless one region is all there is. */
  public boolean several() { return map.get().only() == null; }

  /**
   * Takes up what is later than what is known: a higher version in place of all that it overlaps, a higher confVersion or
   * another leader for the same version. Many at once cost little more than one.
   */
  public void put(List<RegionRoute> told) { map.updateAndGet(known -> known.with(told)); }
}
