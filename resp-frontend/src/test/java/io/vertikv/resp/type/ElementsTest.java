package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.script.MemoryTx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scans and chance over a key per element, friendly elements and hostile ones. */
class ElementsTest {
  private final MemoryTx tx = new MemoryTx();
  private final Key key = new Key(3, bytes("large"));
  private final Elements elements = Elements.fresh(tx, key, 0);

  static LongStream seeds() { return LongStream.rangeClosed(1, 20); }

  @ParameterizedTest
  @MethodSource("seeds")
  void aScanShowsAllThatStaysWhateverElseComesAndGoes(long seed) {
    Random random = new Random(seed);
    Set<String> stay = new HashSet<>();
    for (int i = 0; i < 300; i++) stay.add("stays" + random.nextInt(1000));
    Set<String> colliding = new HashSet<>();
    for (int i = 0; i < random.nextInt(40); i++) colliding.add(text(Collisions.name(i)));
    stay.addAll(colliding);
    stay.forEach(name -> elements.add(bytes(name)));
    Set<String> everThere = new HashSet<>(stay);
    Set<String> shown = new HashSet<>();
    long cursor = 0;
    int calls = 0;
    do {
      for (int i = random.nextInt(20); i > 0; i--) {
        String name = "comes" + random.nextInt(500);
        if (random.nextBoolean()) elements.remove(bytes(name));
        else if (elements.add(bytes(name))) everThere.add(name);
      }
      int count = random.nextInt(1, 30);
      Set<String> part = new HashSet<>();
      cursor = elements.scan(cursor, count, (name, value) -> part.add(name.toString()));
      assertTrue(cursor == 0 || part.size() >= count, "seed " + seed);
      assertTrue(part.size() <= count + colliding.size(), "seed " + seed);
      shown.addAll(part);
      calls++;
    } while (cursor != 0);
    assertTrue(shown.containsAll(stay), "seed " + seed);
    assertTrue(everThere.containsAll(shown), "seed " + seed);
    assertTrue(calls >= 300 / 60, "seed " + seed);
  }

  @Test
  void aScanOfWhatDoesNotChangeShowsEverythingOnce() {
    for (int i = 0; i < 500; i++) elements.add(bytes("m" + i));
    Map<String, Integer> shown = new HashMap<>();
    long cursor = 0;
    do {
      cursor = elements.scan(cursor, 7, (name, value) -> shown.merge(name.toString(), 1, Integer::sum));
    } while (cursor != 0);
    assertEquals(500, shown.size());
    assertTrue(shown.values().stream().allMatch(times -> times == 1));
  }

  @Test
  void elementsOfOnePositionAreShownTogether() {
    for (int i = 0; i < 1000; i++) elements.add(Collisions.name(i));
    Set<String> shown = new HashSet<>();
    assertEquals(0, elements.scan(0, 10, (name, value) -> shown.add(name.toString())));
    assertEquals(1000, shown.size());
  }

  @Test
  void aCursorBehindTheLastPositionShowsNothing() {
    elements.add(bytes("m"));
    for (long cursor : new long[]{1L << 32, Long.MAX_VALUE, -1}) {
      assertEquals(0, elements.scan(cursor, 10, (name, value) -> {
        throw new AssertionError("shown " + name);
      }));
    }
  }

  @Test
  void chanceIsNearlyFair() {
    int members = 100;
    int rounds = 10_000;
    for (int i = 0; i < members; i++) elements.add(bytes("m" + i));
    Random random = new Random(7);
    Map<String, Integer> times = new HashMap<>();
    for (int i = 0; i < rounds; i++) times.merge(elements.any(random).name().toString(), 1, Integer::sum);
    double mean = (double) rounds / members;
    double deviation = Math.sqrt(times.values().stream().mapToDouble(t -> (t - mean) * (t - mean)).sum() / members);
    assertEquals(members, times.size());
    assertTrue(deviation < 0.35 * mean, "deviation " + deviation + " of mean " + mean);
    assertTrue(times.values().stream().allMatch(t -> t > mean / 4 && t < mean * 3), times::toString);
  }

  @Test
  void chanceFindsTheOnlyOne() {
    elements.add(bytes("m"));
    Random random = new Random(8);
    for (int i = 0; i < 50; i++) assertEquals("m", elements.any(random).name().toString());
  }

  @Test
  void differentOnesAreFoundAmongCollidingOnesToo() {
    for (int i = 0; i < 2000; i++) elements.add(Collisions.name(i));
    Random random = new Random(9);
    List<Element> drawn = elements.distinct(50, random);
    assertEquals(50, drawn.stream().map(Element::name).collect(Collectors.toSet()).size());
    assertEquals(60, elements.repeated(60, random).size());
  }

  @Test
  void manyDifferentOnesAreDrawnWithEqualChances() {
    for (int i = 0; i < 20; i++) elements.add(bytes("m" + i));
    Random random = new Random(10);
    Map<String, Integer> times = new HashMap<>();
    for (int i = 0; i < 8000; i++) {
      for (Element element : elements.distinct(5, random)) times.merge(element.name().toString(), 1, Integer::sum);
    }
    times.forEach((name, t) -> assertTrue(Math.abs(t - 2000) < 6 * Math.sqrt(2000), name + " " + t));
  }

  @Test
  void neighboursAndBothEndsAreShown() {
    List<byte[]> names = List.of(Collisions.name(1, 0), Collisions.name(1, 1), Collisions.name(2, 7),
        Collisions.name(2, 8), Collisions.name(3, 8), Collisions.name(3, -2), Collisions.name(3, -1));
    names.forEach(elements::add);
    List<Long> cursors = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    long cursor = 0;
    do {
      cursor = elements.scan(cursor, 1, (name, value) -> shown.add(name.toString()));
      cursors.add(cursor);
    } while (cursor != 0);
    assertEquals(names.stream().map(ElementsTest::text).toList(), shown);
    assertEquals(List.of(1L, 2L, 8L, 9L, (1L << 32) - 1, 0L), cursors);
    assertEquals(0, elements.scan(1L << 32, 1, (name, value) -> shown.add(name.toString())));
    assertEquals(names.size(), shown.size());
  }

  @Test
  void namesMadeToCollideDoCollide() {
    assertEquals(77, KeyHash.position(Collisions.name(5, 77), 0, 8));
    Set<Integer> positions = new HashSet<>();
    for (int i = 0; i < 100; i++) positions.add(KeyHash.position(Collisions.name(i), 0, 8));
    assertEquals(1, positions.size());
  }

  private static byte[] bytes(String text) { return text.getBytes(StandardCharsets.ISO_8859_1); }

  private static String text(byte[] bytes) { return new String(bytes, StandardCharsets.ISO_8859_1); }
}
