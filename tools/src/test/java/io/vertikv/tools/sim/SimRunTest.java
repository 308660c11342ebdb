package io.vertikv.tools.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimRunTest {
  private static final int THREADS = 2;
  private static final int SEEDS = 250;
  private static final int NEW_SEEDS_SECONDS = 110;
  /** No build waits for longer than this, whatever the machine. */
  private static final int SECONDS_MAX = 300;
  /** More than any machine runs in a second, so that no two builds share new seeds. */
  private static final int SEEDS_PER_SECOND = 1_000;

  /** What must have happened in the fixed set, for the set to be worth anything. */
  private static final Set<String> HAPPENS = Set.of("acknowledges", "answers a read", "is at snapshot",
      "gives leadership away", "is going to fail a sync", "is killed", "loses power", "membership changes", "sleeps",
      "starts", "does not know",
      "is asked by another store", "refuses", "has a full disk", "has its clock set back", "has its clock set forward",
      "has no room for its log", "is going to fail a write", "finds no room to start", "refuses its damaged log",
      "splits a region", "moves a replica", "has destroyed its replica of");

  @Test
  void aFixedSetOfSeedsHolds() throws InterruptedException {
    SeedSearch search = search(1, SEEDS, SECONDS_MAX);
    mustHold(search);
    Set<String> happened = search.totals().happened().keySet();
    assertTrue(happened.containsAll(HAPPENS), () -> "in all seeds together there was only " + happened);
  }

  /** Other ones in every build; they are printed, and {@code -Dsim.seed=N} takes them back. */
  @Test
  void newSeedsHold() throws InterruptedException {
    long first = Long.getLong("sim.seed", System.currentTimeMillis() / 1000 * SEEDS_PER_SECOND);
    long seconds = Math.min(SECONDS_MAX, Long.getLong("sim.seconds", NEW_SEEDS_SECONDS));
    System.out.println("new seeds of the simulator: from " + first + " on");
    SeedSearch search = search(first, Integer.MAX_VALUE, seconds);
    mustHold(search);
    System.out.println(search.totals().text());
  }

  private static SeedSearch search(long first, long count, long seconds) {
    return new SeedSearch(SimPlan::of, first, count, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
  }

  private static void mustHold(SeedSearch search) throws InterruptedException {
    search.run(THREADS).ifPresent(broken -> fail(broken.result().violation() + "\n"
        + String.join("\n", broken.result().trace()) + "\n" + broken.plan().command()));
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
