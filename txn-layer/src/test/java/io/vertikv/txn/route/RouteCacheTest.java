package io.vertikv.txn.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.txn.region.RegionRoute;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteCacheTest {
  private static final int MANY = 100_000;

  private final RouteCache cache = new RouteCache();

  private static byte[] key(String text) { return text.getBytes(StandardCharsets.UTF_8); }

  private static RegionRoute route(long region, String start, String end, long version, long conf, long leader) {
    return new RegionRoute(region, new KeyRange(key(start), key(end)), new RegionEpoch(version, conf), leader,
        List.of(1L, 2L, 3L));
  }

  private static RegionRoute route(long region, String start, String end, long version) {
    return route(region, start, end, version, 1, 1);
  }

  private void put(RegionRoute... routes) { cache.put(List.of(routes)); }

  private long regionOf(String key) {
    RegionRoute found = cache.find(key(key));
    return found == null ? 0 : found.region();
  }

  @Test
  void whatNobodyToldOfIsAGap() {
    assertNull(cache.find(key("a")));
    assertEquals(KeyRange.ALL, cache.gap(key("a")));
    put(route(1, "", "c", 2), route(2, "m", "", 2));
    assertEquals(1, regionOf("b"));
    assertEquals(0, regionOf("c"));
    assertEquals(2, regionOf("m"));
    assertEquals(new KeyRange(key("c"), key("m")), cache.gap(key("f")));
    put(route(2, "m", "x", 3));
    assertEquals(new KeyRange(key("x"), key("")), cache.gap(key("z")));
  }

  @Test
  void oneRegionIsAllThereIsUntilItSplits() {
    assertTrue(cache.several());
    put(route(1, "", "", 1));
    assertFalse(cache.several());
    put(route(1, "", "m", 2), route(2, "m", "", 2));
    assertTrue(cache.several());
  }

  @Test
  void aLaterVersionTakesThePlaceOfAllThatItOverlaps() {
    put(route(1, "", "m", 2), route(2, "m", "", 2));
    put(route(3, "f", "t", 3));
    assertEquals(List.of(route(3, "f", "t", 3)), cache.routes());
    put(route(1, "", "m", 2), route(2, "m", "", 2));
    assertEquals(List.of(route(3, "f", "t", 3)), cache.routes(), "it does not go back");
  }

  @Test
  void anOlderRouteOfTheSameRegionIsPushedOut() {
    put(route(1, "", "c", 2));
    put(route(1, "f", "m", 3));
    assertEquals(List.of(route(1, "f", "m", 3)), cache.routes());
    put(route(1, "", "c", 2));
    assertEquals(List.of(route(1, "f", "m", 3)), cache.routes());
  }

  @Test
  void theLastWordOnTheLeaderCountsWithinAnEpoch() {
    put(route(1, "", "m", 2, 5, 1));
    put(route(1, "", "m", 2, 5, 2));
    assertEquals(2, cache.find(key("a")).leaderStore());
    put(route(1, "", "m", 2, 5, 0), route(1, "", "m", 2, 4, 3));
    assertEquals(2, cache.find(key("a")).leaderStore());
    put(route(1, "", "m", 2, 6, 0));
    assertEquals(0, cache.find(key("a")).leaderStore());
  }

  @Test
  void whatIsKnownChangesNothing() {
    put(route(1, "", "m", 2), route(2, "m", "", 2));
    RouteMap before = cache.map();
    put(route(2, "m", "", 2), route(1, "", "", 1));
    put(route(2, "m", "", 2));
    assertSame(before, cache.map());
  }

  @Test
  void aHundredThousandRegionsAreFound() {
    List<RegionRoute> routes = new ArrayList<>(MANY);
    for (int i = 0; i < MANY; i++) routes.add(numbered(i, 7));
    Collections.shuffle(routes, new Random(3));
    cache.put(routes);
    Random random = new Random(4);
    for (int i = 0; i < MANY; i++) {
      int wanted = random.nextInt(MANY);
      byte[] inside = ByteBuffer.allocate(5).putInt(wanted).put((byte) 9).array();
      assertEquals(wanted + 1, cache.find(inside).region());
    }
    cache.put(List.of(numbered(500, 8)));
    assertEquals(8, cache.region(501).epoch().version());
    assertEquals(MANY, cache.routes().size());
  }

  private static RegionRoute numbered(int i, long version) {
    byte[] start = i == 0 ? new byte[0] : ByteBuffer.allocate(4).putInt(i).array();
    byte[] end = i == MANY - 1 ? new byte[0] : ByteBuffer.allocate(4).putInt(i + 1).array();
    return new RegionRoute(i + 1, new KeyRange(start, end), new RegionEpoch(version, 1), 1, List.of(1L));
  }

  /** Tells parts of a history of splits in any order, and compares with a map of single keys. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void itNeverOverlapsNeverGoesBackAndKnowsTheLatestToldOfAKey(long seed) {
    Random random = new Random(seed);
    List<RegionRoute> history = history(random);
    String replay = "seed " + seed;
    RegionRoute[] latest = new RegionRoute[256];
    for (int round = 0; round < 200; round++) {
      List<RegionRoute> told = new ArrayList<>();
      for (int k = 1 + random.nextInt(3); k > 0; k--) told.add(history.get(random.nextInt(history.size())));
      cache.put(told);
      for (RegionRoute each : told) remember(each, latest);
      apart(replay);
      for (int k = 0; k < 256; k++) {
        RegionRoute found = cache.find(new byte[]{(byte) k});
        RegionRoute naive = null;
        for (RegionRoute route : cache.routes()) if (route.range().contains(new byte[]{(byte) k})) naive = route;
        assertEquals(naive, found, replay);
        if (found != null) assertEquals(latest[k].epoch(), found.epoch(), replay + ": key " + k + " went back");
      }
    }
    Collections.shuffle(history, random);
    cache.put(history);
    for (int k = 0; k < 256; k++) assertTrue(cache.find(new byte[]{(byte) k}) != null, replay);
  }

  private static void remember(RegionRoute told, RegionRoute[] latest) {
    for (int k = 0; k < 256; k++) {
      boolean later = told.range().contains(new byte[]{(byte) k})
          && (latest[k] == null || latest[k].epoch().version() < told.epoch().version()
              || latest[k].epoch().version() == told.epoch().version()
                  && latest[k].epoch().confVersion() < told.epoch().confVersion());
      if (later) latest[k] = told;
    }
  }

  private void apart(String replay) {
    List<RegionRoute> routes = cache.routes();
    for (int i = 1; i < routes.size(); i++) {
      RegionRoute before = routes.get(i - 1);
      assertTrue(!before.range().unbounded()
          && Arrays.compareUnsigned(before.range().end(), routes.get(i).range().start()) <= 0, replay + ": " + routes);
    }
    assertEquals(routes.size(), routes.stream().map(RegionRoute::region).distinct().count(), replay);
  }

  /** All routes that were ever true, of regions of one byte's keys that split and change their peers. */
  private static List<RegionRoute> history(Random random) {
    List<RegionRoute> current = new ArrayList<>(List.of(route(1, "", "", 1)));
    List<RegionRoute> all = new ArrayList<>(current);
    long regions = 1;
    for (int step = 0; step < 60; step++) {
      RegionRoute old = current.remove(random.nextInt(current.size()));
      int from = old.range().start().length == 0 ? 0 : old.range().start()[0] & 0xFF;
      int to = old.range().unbounded() ? 256 : old.range().end()[0] & 0xFF;
      List<RegionRoute> next = new ArrayList<>();
      if (random.nextInt(3) == 0 || to - from < 2) {
        next.add(new RegionRoute(old.region(), old.range(),
            new RegionEpoch(old.epoch().version(), old.epoch().confVersion() + 1), 1, List.of(1L)));
      } else {
        byte[] middle = {(byte) (from + 1 + random.nextInt(to - from - 1))};
        RegionEpoch epoch = new RegionEpoch(old.epoch().version() + 1, old.epoch().confVersion());
        next.add(new RegionRoute(old.region(), new KeyRange(old.range().start(), middle), epoch, 1, List.of(1L)));
        next.add(new RegionRoute(++regions, new KeyRange(middle, old.range().end()), epoch, 1, List.of(1L)));
      }
      current.addAll(next);
      all.addAll(next);
    }
    return all;
  }
}
