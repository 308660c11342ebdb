package io.vertikv.txn.route;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.region.RegionRoute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Routes that do not overlap, by their start: where each key was when somebody last said so. What nobody has told of is a
 * gap. Immutable.
 *
 * <p>Of two routes that overlap, the one with the higher version is the later one: a split gives all its parts a version above
 * their parent's, so for one key versions rise. The later one takes the other's place as a whole: half of an old range says
 * nothing about the other half.
 */
final class RouteMap {
  static final RouteMap EMPTY = new RouteMap(new RegionRoute[0]);

  private static final Comparator<RegionRoute> LATEST_FIRST = Comparator
      .comparingLong((RegionRoute route) -> route.epoch().version())
      .thenComparingLong(route -> route.epoch().confVersion())
      .reversed();

  private final RegionRoute[] routes;

  private RouteMap(RegionRoute[] routes) { this.routes = routes; }

  int count() { return routes.length; }

  RegionRoute at(int index) { return routes[index]; }

  List<RegionRoute> all() { return List.of(routes); }

  /** The place of the route that the key lies in; -1: nobody has told of it. */
  int indexOf(byte[] key) {
    int at = lastUpTo(key);
    return at >= 0 && routes[at].range().contains(key) ? at : -1;
  }

  /** Null: nobody has told of it. */
  RegionRoute find(byte[] key) {
    int at = indexOf(key);
    return at < 0 ? null : routes[at];
  }

  /** The region's route; null: not known. Goes through all of them. */
  RegionRoute region(long id) {
    for (RegionRoute route : routes) if (route.region() == id) return route;
    return null;
  }

  /** The region that is all there is; null: there are several, or gaps. */
  RegionRoute only() {
    return routes.length == 1 && routes[0].range().equals(KeyRange.ALL) ? routes[0] : null;
  }

  /** Any one that has some of the range; null: none does. */
  RegionRoute any(KeyRange range, RandomGenerator random) {
    int from = Math.max(0, lastUpTo(range.start()));
    if (from < routes.length && !routes[from].range().overlaps(range)) from++;
    int to = range.unbounded() ? routes.length : lastUpTo(range.end()) + 1;
    if (to > from && !routes[to - 1].range().overlaps(range)) to--;
    return from < to ? routes[random.nextInt(from, to)] : null;
  }

  /** The first so many that have some of the range. */
  List<RegionRoute> within(KeyRange range, int max) {
    List<RegionRoute> found = new ArrayList<>();
    for (int at = Math.max(0, lastUpTo(range.start())); at < routes.length && found.size() < max; at++) {
      boolean behind = !range.unbounded() && Arrays.compareUnsigned(routes[at].range().start(), range.end()) >= 0;
      if (behind) break;
      if (routes[at].range().overlaps(range)) found.add(routes[at]);
    }
    return found;
  }

  /** The range around a key of which nobody has told. */
  KeyRange gap(byte[] key) {
    int at = lastUpTo(key);
    byte[] start = at < 0 ? KeyRange.ALL.start() : routes[at].range().end();
    byte[] end = at + 1 < routes.length ? routes[at + 1].range().start() : KeyRange.ALL.end();
    return new KeyRange(start, end);
  }

  /** The last route that starts at the key or before; -1: none does. */
  private int lastUpTo(byte[] key) {
    int low = 0;
    int high = routes.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Arrays.compareUnsigned(routes[middle].range().start(), key) <= 0) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  // ---- news

  /** This map with what is later in these routes; the same object when nothing is. */
  RouteMap with(List<RegionRoute> told) {
    if (told.isEmpty() || told.size() == 1 && isKnown(told.getFirst())) return this;
    List<RegionRoute> fresh = accepted(latestOf(told));
    return fresh.isEmpty() ? this : new RouteMap(merged(fresh));
  }

  private boolean isKnown(RegionRoute told) {
    int at = lastUpTo(told.range().start());
    return at >= 0 && routes[at].region() == told.region() && !follows(told, routes[at]);
  }

  /** True when the first, of the same region, is to take the other's place. */
  private static boolean follows(RegionRoute told, RegionRoute known) {
    int order = LATEST_FIRST.compare(told, known);
    // Who leads changes without an epoch: the last word counts, silence does not.
    return order < 0 || order == 0 && told.leaderStore() != 0 && !told.equals(known);
  }

  /** Of what was told together: one route for each region, and none that overlaps a later one; by region. */
  private static RegionRoute[] latestOf(List<RegionRoute> told) {
    List<RegionRoute> latestFirst = new ArrayList<>(told);
    latestFirst.sort(LATEST_FIRST);
    TreeMap<byte[], RegionRoute> apart = new TreeMap<>(Arrays::compareUnsigned);
    Set<Long> regions = new HashSet<>();
    for (RegionRoute route : latestFirst) {
      byte[] start = route.range().start();
      Map.Entry<byte[], RegionRoute> before = apart.floorEntry(start);
      Map.Entry<byte[], RegionRoute> behind = apart.higherEntry(start);
      boolean overlaps = before != null && before.getValue().range().overlaps(route.range())
          || behind != null && behind.getValue().range().overlaps(route.range());
      if (!overlaps && regions.add(route.region())) apart.put(start, route);
    }
    RegionRoute[] latest = apart.values().toArray(RegionRoute[]::new);
    Arrays.sort(latest, Comparator.comparingLong(RegionRoute::region));
    return latest;
  }

  /** Those that are later than all that this map has in their place, and of their region. */
  private List<RegionRoute> accepted(RegionRoute[] byRegion) {
    boolean[] late = new boolean[byRegion.length];
    for (RegionRoute known : routes) {
      int same = placeOf(known.region(), byRegion);
      if (same >= 0) late[same] = !follows(byRegion[same], known);
    }
    List<RegionRoute> accepted = new ArrayList<>();
    for (int i = 0; i < byRegion.length; i++) {
      if (!late[i] && outdoesOthers(byRegion[i])) accepted.add(byRegion[i]);
    }
    return accepted;
  }

  private static int placeOf(long region, RegionRoute[] byRegion) {
    int low = 0;
    int high = byRegion.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compare(byRegion[middle].region(), region);
      if (order == 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  private boolean outdoesOthers(RegionRoute told) {
    for (int at = Math.max(0, lastUpTo(told.range().start())); at < routes.length; at++) {
      RegionRoute known = routes[at];
      if (!told.range().unbounded() && Arrays.compareUnsigned(known.range().start(), told.range().end()) >= 0) break;
      boolean rival = known.region() != told.region() && known.range().overlaps(told.range());
      if (rival && known.epoch().version() >= told.epoch().version()) return false;
    }
    return true;
  }

  /** @param fresh by region */
  private RegionRoute[] merged(List<RegionRoute> fresh) {
    RegionRoute[] byRegion = fresh.toArray(RegionRoute[]::new);
    RouteMap news = new RouteMap(byRegion.clone());
    Comparator<RegionRoute> byStart = (a, b) -> Arrays.compareUnsigned(a.range().start(), b.range().start());
    Arrays.sort(news.routes, byStart);
    List<RegionRoute> merged = new ArrayList<>(routes.length + byRegion.length);
    for (RegionRoute known : routes) {
      if (placeOf(known.region(), byRegion) < 0 && !news.touches(known.range())) merged.add(known);
    }
    merged.addAll(fresh);
    merged.sort(byStart);
    return merged.toArray(RegionRoute[]::new);
  }

  private boolean touches(KeyRange range) {
    int at = Math.max(0, lastUpTo(range.start()));
    for (int i = at; i < routes.length && i <= at + 1; i++) if (routes[i].range().overlaps(range)) return true;
    return false;
  }
}
