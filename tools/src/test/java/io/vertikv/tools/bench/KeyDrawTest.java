package io.vertikv.tools.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyDrawTest {
  private static final int DRAWS = 200_000;

  @Test
  void zipfFollowsItsLaw() {
    for (double exponent : new double[]{0.5, 0.99, 1.0, 1.5}) {
      int ranks = 1000;
      int[] seen = new int[ranks + 1];
      Zipf zipf = new Zipf(ranks, exponent, new SplittableRandom(7));
      for (int i = 0; i < DRAWS; i++) seen[(int) zipf.next()]++;
      double sum = IntStream.rangeClosed(1, ranks).mapToDouble(rank -> Math.pow(rank, -exponent)).sum();
      for (int rank : new int[]{1, 2, 3, 10, 100}) {
        double expected = DRAWS * Math.pow(rank, -exponent) / sum;
        double fiveSigma = 5 * Math.sqrt(expected);
        assertEquals(expected, seen[rank], fiveSigma, "exponent " + exponent + ", rank " + rank);
      }
    }
  }

  @Test
  void zipfKeepsItsFavouritesWhenTheyAreScattered() {
    int[] seen = draw(KeyDraw.Kind.ZIPF, 1000);
    int[] ranked = IntStream.of(seen).sorted().toArray();
    assertTrue(ranked[999] > 10 * DRAWS / 1000, "the favourite was drawn " + ranked[999] + " times");
    assertEquals(ranked[999], seen[0], "rank 1 is key 0");
    assertTrue(seen[1] < ranked[998], "rank 2 is no neighbour of rank 1");
  }

  @Test
  void uniformPrefersNobody() {
    for (int count : draw(KeyDraw.Kind.UNIFORM, 100)) assertEquals(DRAWS / 100.0, count, 5 * Math.sqrt(DRAWS / 100.0));
  }

  @Test
  void connectionsDrawNothingFromEachOther() {
    KeySpace space = new KeySpace(1_000_000_000, 16, 1, 0.99);
    Set<Long> seen = new HashSet<>();
    for (SplittableRandom chance : KeyDraw.chances(1, 50)) {
      KeyDraw draw = KeyDraw.of(KeyDraw.Kind.UNIFORM, space, chance, 0, 1);
      for (int i = 0; i < 1000; i++) seen.add(draw.next());
    }
    assertTrue(seen.size() > 49_900, "50 connections drew " + seen.size() + " different keys in 50000 draws");
  }

  @Test
  void hotIsAlwaysTheSameKey() { assertEquals(DRAWS, draw(KeyDraw.Kind.HOT, 10)[0]); }

  @Test
  void sequentialConnectionsTogetherMeetEveryKeyOnce() {
    KeySpace space = new KeySpace(103, 16, 1, 0.99);
    LoadPlan plan = new LoadPlan(10, 1, 0, 1, KeyDraw.Kind.UNIFORM, space, 1, 0, 1, 0).filling();
    int[] seen = new int[103];
    for (int lane = 0; lane < plan.clients(); lane++) {
      KeyDraw draw = KeyDraw.of(plan.distribution(), space, new SplittableRandom(1), lane, plan.clients());
      for (long i = plan.requestsOf(lane); i > 0; i--) seen[(int) draw.next()]++;
    }
    assertArrayEquals(IntStream.generate(() -> 1).limit(103).toArray(), seen);
  }

  @Test
  void theSameSeedDrawsTheSameKeys() {
    for (KeyDraw.Kind kind : KeyDraw.Kind.values()) assertArrayEquals(draw(kind, 50), draw(kind, 50));
  }

  private static int[] draw(KeyDraw.Kind kind, int keys) {
    int[] seen = new int[keys];
    KeyDraw draw = KeyDraw.of(kind, new KeySpace(keys, 16, 1, 0.99), new SplittableRandom(11), 0, 1);
    for (int i = 0; i < DRAWS; i++) seen[(int) draw.next()]++;
    return seen;
  }
}
