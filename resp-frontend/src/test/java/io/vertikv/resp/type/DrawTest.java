package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawTest {
  private static final int ROUNDS = 60_000;

  @Test
  void allOfThemIsAllOfThem() {
    assertArrayEquals(new long[]{0, 1, 2, 3}, Draw.distinct(4, 4, new Random(1)));
    assertArrayEquals(new long[0], Draw.distinct(4, 0, new Random(1)));
  }

  @Test
  void everyChoiceOfDifferentOnesIsAsLikely() {
    Random random = new Random(2);
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < ROUNDS; i++) seen.merge(Arrays.toString(Draw.distinct(5, 2, random)), 1, Integer::sum);
    assertEquals(10, seen.size());
    seen.forEach((choice, times) -> assertNear(ROUNDS / 10, times, choice));
  }

  @Test
  void repeatedOnesMayBeAnyAndAscend() {
    Random random = new Random(3);
    long[] drawn = Draw.repeated(6, ROUNDS, random);
    long[] sorted = drawn.clone();
    Arrays.sort(sorted);
    assertArrayEquals(sorted, drawn);
    int[] times = new int[6];
    for (long index : drawn) times[(int) index]++;
    for (int i = 0; i < 6; i++) assertNear(ROUNDS / 6, times[i], "index " + i);
  }

  @Test
  void aShuffleGivesAnyOrder() {
    Random random = new Random(4);
    Set<List<Integer>> orders = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      List<Integer> things = new ArrayList<>(List.of(1, 2, 3, 4));
      Draw.shuffle(things, random);
      orders.add(things);
    }
    assertEquals(24, orders.size());
  }

  /** Within six standard deviations, at least. */
  private static void assertNear(int expected, int actual, String what) {
    assertTrue(Math.abs(expected - actual) < 6 * Math.sqrt(expected), what + ": " + actual + ", not near " + expected);
  }
}
