package io.vertikv.txn.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.txn.region.Lane;
import io.vertikv.txn.region.RegionOperation.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Regions that split, leaders that move, connections that break, answers that are lost and news that come by other ways, in a
 * random order: every write is run once, those of one lane and key in the order of their submission, and all are told so.
 */
class RegionWeatherTest {
  private static final int LANES = 3;
  private static final String KEYS = "abcdefgh";
  private static final int STEPS = 400;

  static LongStream seeds() { return LongStream.rangeClosed(1, 60); }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyWriteIsRunOnceAndInTheOrderOfItsKey(long seed) {
    Random random = new Random(seed);
    RegionsCluster cluster = new RegionsCluster();
    cluster.forgetful = random.nextBoolean();
    Lane[] lanes = new Lane[LANES + 1];
    for (int lane = 1; lane <= LANES; lane++) lanes[lane] = new Lane();
    List<Note> notes = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    int[] unread = new int[LANES + 1];
    for (int step = 0; step < STEPS; step++) {
      storm(cluster, random);
      for (int k = random.nextInt(4); k > 0; k--) {
        int lane = 1 + random.nextInt(LANES);
        String line = KEYS.charAt(random.nextInt(KEYS.length())) + "." + lane + ":";
        Mode mode = random.nextInt(4) == 0 ? Mode.READ : Mode.WRITE;
        boolean any = mode == Mode.READ && notes.stream().noneMatch(each -> !each.over && each.lane() == lanes[lane]);
        String text = mode == Mode.READ ? line + "read" + unread[lane]++ : line + numbers.merge(line, 1, Integer::sum);
        Note note = Note.on(mode, text, lanes[lane], lane, any && random.nextBoolean());
        notes.add(note);
        cluster.router.submit(note);
      }
      cluster.router.flush();
      if (random.nextInt(3) == 0) cluster.time.settle();
      if (random.nextInt(5) == 0) cluster.time.pass(random.nextInt(30));
    }
    calm(cluster);
    String replay = "seed " + seed;
    for (Note note : notes) {
      assertTrue(note.over, replay + ": " + note + " has no end");
      assertNull(note.failure, replay + ": " + note);
    }
    numbers.forEach((line, count) -> inOrder(cluster.lines(), line, count, replay));
  }

  private static void storm(RegionsCluster cluster, Random random) {
    long store = 1 + random.nextInt(3);
    String key = String.valueOf(KEYS.charAt(random.nextInt(KEYS.length())));
    Notebook region = cluster.regionOf(key);
    Notebook.Replica book = cluster.book(region.region, store);
    switch (random.nextInt(40)) {
      case 0 -> cluster.lead(region.region, store);
      case 1 -> region.leader = store;
      case 2 -> region.leader = 0;
      case 3 -> cluster.wire.cut(store);
      case 4 -> cluster.wire.unreachable.add(store);
      case 5, 6 -> cluster.wire.unreachable.remove(store);
      case 7, 8 -> {
        cluster.wire.dumb.add(store);
        cluster.time.settle();
        if (random.nextBoolean() && splits(region, key)) cluster.split(key);
        cluster.wire.cut(store);
        cluster.wire.dumb.remove(store);
      }
      case 9 -> {
        book.loses = true;
        cluster.time.settle();
        book.loses = false;
      }
      case 10, 11 -> {
        book.held = !book.held;
        book.flush();
      }
      case 12 -> cluster.wire.missing = random.nextInt(4);
      case 13, 14 -> {
        if (splits(region, key)) cluster.split(key);
      }
      case 15, 16 -> cluster.hear(key);
      case 17 -> {
        if (!cluster.away.remove(region.region)) cluster.away.add(region.region);
      }
      default -> {}
    }
  }

  private static boolean splits(Notebook region, String key) {
    return region.range.start().length == 0 ? !key.equals("a") : region.range.start()[0] != key.charAt(0);
  }

  private static void calm(RegionsCluster cluster) {
    cluster.wire.unreachable.clear();
    for (Notebook.Replica each : cluster.books()) {
      each.held = false;
      each.flush();
    }
    for (long region : List.copyOf(cluster.regions.keySet())) cluster.lead(region, 2);
    cluster.time.pass(4_000);
  }

  private static void inOrder(List<String> lines, String line, int count, String replay) {
    Set<String> once = new HashSet<>();
    int next = 0;
    for (String each : lines) {
      if (!each.startsWith(line) || each.contains("read")) continue;
      assertTrue(once.add(each), replay + ": " + each + " was run twice");
      assertEquals(line + ++next, each, replay);
    }
    assertEquals(count, next, replay + " " + line);
  }
}
