package io.vertikv.raft.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.raft.invariant.InvariantBroken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class TermRunsTest {
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);

  @Test
  void theRunsKnowWhatAListOfAllTermsKnows() {
    for (int round = 0; round < 300; round++) {
      List<Long> twin = new ArrayList<>(List.of(0L));
      TermRuns runs = new TermRuns(LogMark.ZERO);
      int base = 0;
      for (int step = 0; step < 60; step++) {
        int kind = random.nextInt(10);
        if (kind == 0 && twin.size() > base + 1) {
          int from = random.nextInt(base + 1, twin.size());
          runs.truncate(from);
          twin.subList(from, twin.size()).clear();
        } else if (kind == 1) {
          base = random.nextInt(base, twin.size());
          runs.compact(base);
        } else {
          long term = twin.getLast() + (random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0);
          if (term == 0) term = 1;
          runs.append(twin.size(), term);
          twin.add(term);
        }
        compare(twin, runs, base);
      }
    }
  }

  private void compare(List<Long> twin, TermRuns runs, int base) {
    for (int index = base; index < twin.size(); index++)
      assertEquals(twin.get(index), runs.term(index), "term at " + index);
    int from = random.nextInt(base, twin.size());
    long term = random.nextInt(8);
    long expected = from;
    while (expected > base && twin.get((int) expected) > term) expected--;
    if (twin.get((int) expected) <= term)
      assertEquals(expected, runs.lastNotAfter(from, term), twin + " from " + from + " term " + term);
  }

  @Test
  void readingALongLogTakesFewQuestions() {
    long[] terms = new long[10_000];
    Arrays.fill(terms, 0, 4_000, 3);
    Arrays.fill(terms, 4_000, 10_000, 9);
    MemoryLog log = MemoryLog.ofTerms(new LogMark(500, 2), terms);
    TermRuns runs = TermRuns.read(log);
    assertEquals(2, runs.term(500));
    assertEquals(3, runs.term(4_500));
    assertEquals(9, runs.term(4_501));
    assertEquals(TermRuns.UNKNOWN, runs.term(499));
    assertTrue(log.questions() < 100, log.questions() + " questions");
  }

  @Test
  void aTermThatGoesBackIsABrokenLog() {
    TermRuns runs = new TermRuns(new LogMark(4, 7));
    assertThrows(InvariantBroken.class, () -> runs.append(5, 6));
  }
}
