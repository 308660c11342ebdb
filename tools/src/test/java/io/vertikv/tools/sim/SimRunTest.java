package io.vertikv.tools.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimRunTest {
  private static final int SEEDS = 40;
  private static final int NEW_SEEDS = 40;

  /** What must have happened in the fixed set, for the set to be worth anything. */
  private static final Set<String> HAPPENS = Set.of("acknowledges", "answers a read", "is at snapshot",
      "gives leadership away", "is going to fail a sync", "is killed", "loses power", "membership changes", "sleeps",
      "starts", "does not know");

  @Test
  void aFixedSetOfSeedsHolds() {
    Set<String> happened = new TreeSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      SimPlan plan = SimPlan.of(seed);
      SimResult result = SimRun.run(plan);
      assertTrue(result.held(), () -> result.violation() + "\n" + plan.command());
      assertTrue(result.acknowledged() > 0, () -> "nothing was ever acknowledged\n" + plan.command());
      happened.addAll(result.happened().keySet());
    }
    assertTrue(happened.containsAll(HAPPENS), () -> "in all seeds together there was only " + happened);
  }

  /** Other ones in every build; they are printed, and {@code -Dsim.seed=N} takes them back. */
  @Test
  void newSeedsHold() {
    long first = Long.getLong("sim.seed", System.currentTimeMillis() / 1000 * NEW_SEEDS);
    System.out.println("new seeds of the simulator: from " + first + " on");
    for (long seed = first; seed < first + NEW_SEEDS; seed++) {
      SimPlan plan = SimPlan.of(seed);
      SimResult result = SimRun.run(plan);
      assertTrue(result.held(),
          () -> result.violation() + "\n" + String.join("\n", result.trace()) + "\n" + plan.command());
    }
  }

  @Test
  void severalThreadsDoNotDisturbEachOther() throws InterruptedException {
    SeedSearch search = new SeedSearch(seed -> new SimPlan(seed, SimPlan.STEPS, Mutation.REQUEST_IDS_IGNORED, false), 1,
        20, System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
    SeedSearch.Failure noticed = search.run(2).orElseThrow();
    assertEquals(noticed.result(), SimRun.run(noticed.plan()));
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 8, 21})
  void theSameSeedDoesTheSameAgain(long seed) {
    SimResult once = SimRun.run(SimPlan.of(seed));
    SimResult again = SimRun.run(SimPlan.of(seed));
    assertEquals(once, again);
  }

  @Test
  void anotherSeedDoesSomethingElse() {
    assertNotEquals(SimRun.run(SimPlan.of(1)).traceHash(), SimRun.run(SimPlan.of(2)).traceHash());
  }

  @Test
  void aRunThatFailsSaysWhatHappenedAndHowToSeeItAgain() {
    SimPlan plan = new SimPlan(1, SimPlan.STEPS, Mutation.ANSWERS_BEFORE_COMMIT, false);
    SimResult result = SimRun.run(plan);
    assertFalse(result.held());
    assertFalse(result.trace().isEmpty());
    assertEquals("bin/vertikv sim --seed 1 --mutation answers-before-commit", plan.command());
    assertEquals(result.violation(), SimRun.run(plan).violation());
  }
}
