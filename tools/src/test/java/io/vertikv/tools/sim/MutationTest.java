package io.vertikv.tools.sim;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Breaks the code in each named way and expects the simulator to notice: one that sees nothing proves nothing. */
class MutationTest {
  private static final int SEEDS_MAX = 150;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void theSimulatorNotices(Mutation mutation) {
    for (long seed = 1; seed <= SEEDS_MAX; seed++) {
      SimResult result = SimRun.run(new SimPlan(seed, SimPlan.STEPS, mutation, false));
      if (result.held()) continue;
      System.out.printf("%s: noticed after %d seeds: %s%n", mutation.option(), seed, result.violation());
      return;
    }
    fail("nothing was noticed in " + SEEDS_MAX + " seeds of " + mutation.option());
  }
}
