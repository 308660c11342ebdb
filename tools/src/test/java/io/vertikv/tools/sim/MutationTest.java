package io.vertikv.tools.sim;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Breaks the code in each named way and expects the simulator to notice: one that sees nothing proves nothing. */
class MutationTest {
  private static final int SEEDS_MAX = 150;

  /** Where to begin looking, so that the build need not repeat seeds that are known to see nothing. */
  @ParameterizedTest
  @CsvSource({"HARD_STATE_NOT_WRITTEN, 1", "VOTE_NOT_WRITTEN, 1", "ACKNOWLEDGES_BEFORE_SYNC, 1", "OVERRULED_TAIL_KEPT, 26", "SYNC_DOES_NOTHING, 5", "SYNC_ERROR_IGNORED, 9", "OLD_TERMS_COMMITTED_BY_COUNTING, 358", "ANSWERS_BEFORE_COMMIT, 1", "READS_WITHOUT_ASKING, 1", "LEASE_WITHOUT_DRIFT_MARGIN, 39", "APPLIED_INDEX_WRITTEN_LATER, 32", "LOG_CUT_BEFORE_FLUSH, 1", "LOG_RESET_BEFORE_SNAPSHOT_IS_DURABLE, 30", "MEMBERSHIP_FORGOTTEN, 25"})
  void theSimulatorNotices(Mutation mutation, long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + SEEDS_MAX; seed++) {
      SimResult result = SimRun.run(new SimPlan(seed, SimPlan.STEPS, mutation, false));
      if (result.held()) continue;
      System.out.printf("%s: noticed by seed %d: %s%n", mutation.option(), seed, result.violation());
      return;
    }
    fail("nothing was noticed in " + SEEDS_MAX + " seeds of " + mutation.option());
  }
}
