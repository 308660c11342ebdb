package io.vertikv.txn.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.txn.region.RegionOperation.Mode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Leaders that move, connections that break, answers that are lost, in a random order: every write of a lane is run once, in the
 * order of its submission, and told so.
 */
class RouteWeatherTest {
  private static final int LANES = 4;
  private static final int STEPS = 600;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everyWriteIsRunOnceAndInOrder(long seed) {
    Random random = new Random(seed);
    RouteCluster cluster = RouteCluster.ledBy(1 + random.nextInt(3));
    List<Note> notes = new ArrayList<>();
    int[] numbers = new int[LANES + 1];
    for (int step = 0; step < STEPS; step++) {
      storm(cluster, random);
      for (int k = random.nextInt(4); k > 0; k--) {
        int lane = 1 + random.nextInt(LANES);
        Note note = random.nextInt(3) == 0
            ? Note.inLane(Mode.READ, "read", null, lane)
            : Note.inLane(Mode.WRITE, lane + ":" + numbers[lane]++, null, lane);
        notes.add(note);
        cluster.gateway.submit(note);
      }
      cluster.gateway.flush();
      if (random.nextInt(3) == 0) cluster.time.settle();
      if (random.nextInt(5) == 0) cluster.time.pass(random.nextInt(30));
    }
    calm(cluster);
    String replay = "seed " + seed;
    for (Note note : notes) {
      assertTrue(note.over, replay + ": " + note + " has no end");
      assertNull(note.failure, replay + ": " + note);
    }
    for (int lane = 1; lane <= LANES; lane++) inOrder(cluster.notebook.lines, lane, numbers[lane], replay);
  }

  private static void storm(RouteCluster cluster, Random random) {
    long store = 1 + random.nextInt(3);
    switch (random.nextInt(24)) {
      case 0 -> cluster.lead(store);
      case 1 -> cluster.leadSecretly(store);
      case 2 -> cluster.leadSecretly(0);
      case 3 -> cluster.wire.cut(store);
      case 4 -> cluster.wire.unreachable.add(store);
      case 5 -> cluster.wire.unreachable.remove(store);
      case 6 -> {
        cluster.wire.dumb.add(store);
        cluster.time.settle();
        cluster.wire.cut(store);
        cluster.wire.dumb.remove(store);
      }
      case 7 -> {
        cluster.replica(store).loses = true;
        cluster.time.settle();
        cluster.replica(store).loses = false;
      }
      case 8 -> {
        cluster.replica(store).held = !cluster.replica(store).held;
        cluster.replica(store).flush();
      }
      case 9 -> cluster.wire.missing = random.nextInt(4);
      default -> {}
    }
  }

  private static void calm(RouteCluster cluster) {
    cluster.wire.unreachable.clear();
    for (long store = 1; store <= 3; store++) {
      cluster.replica(store).held = false;
      cluster.replica(store).flush();
    }
    cluster.lead(2);
    cluster.time.pass(4_000);
  }

  private static void inOrder(List<String> lines, int lane, int count, String replay) {
    Set<String> once = new HashSet<>();
    int next = 0;
    for (String line : lines) {
      if (!line.startsWith(lane + ":")) continue;
      assertTrue(once.add(line), replay + ": " + line + " was run twice");
      assertEquals(lane + ":" + next++, line, replay);
    }
    assertEquals(count, next, replay);
  }
}
