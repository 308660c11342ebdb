package io.vertikv.tools.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Breaks the code in each named way and expects the simulator to notice: one that sees nothing proves nothing. */
class MutationTest {
  private static final int SEEDS_MAX = 150;

  /** Where to begin looking, so that the build need not repeat seeds that are known to see nothing. */
  @ParameterizedTest
  @CsvSource(textBlock = """
                         HARD_STATE_NOT_WRITTEN, 1
                         VOTE_NOT_WRITTEN, 12
                         ACKNOWLEDGES_BEFORE_SYNC, 2
                         OVERRULED_TAIL_KEPT, 7
                         SYNC_DOES_NOTHING, 7
                         SYNC_ERROR_IGNORED, 11
                         OLD_TERMS_COMMITTED_BY_COUNTING, 51
                         ANSWERS_BEFORE_COMMIT, 1
                         READS_SKIP_THE_GATE, 5
                         READS_WITHOUT_ASKING, 1
                         LEASE_CHECKED_BEFORE_READING, 43
                         FOLLOWER_READS_WITHOUT_ASKING, 1
                         PENDING_LAYER_KEPT, 5
                         REQUEST_IDS_IGNORED, 2
                         REQUESTS_FORGOTTEN, 18
                         SERVES_BEFORE_OPENING_ENTRY, 2
                         LEASE_WITHOUT_DRIFT_MARGIN, 3
                         APPLIED_INDEX_WRITTEN_LATER, 1
                         LOG_CUT_BEFORE_FLUSH, 7
                         LOG_RESET_BEFORE_SNAPSHOT_IS_DURABLE, 28
                         MEMBERSHIP_FORGOTTEN, 27
                         ROUTER_RETRIES_WITHOUT_NAMES, 2
                         STALE_ANSWER_TAKEN, 2
                         WATCHES_LEFT_BEHIND, 1
                         REPLICA_SESSIONS_READ_STALE, 2
                         ROUTED_IDS_IGNORED, 2
                         SESSIONS_ANSWER_BEFORE_COMMIT, 6
                         SNAPSHOT_WITHOUT_REQUESTS, 2
                         FLOORS_FORGOTTEN, 2
                         DAMAGE_IGNORED, 9
                         REGION_CLOCK_FORGOTTEN, 1
                         CLOCKS_BEYOND_THE_BOUND, 3
                         SLEEPERS_LEFT_ALONE, 1
                         """)
  void theSimulatorNotices(Mutation mutation, long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + SEEDS_MAX; seed++) {
      SimResult result = SimRun.run(new SimPlan(seed, SimPlan.STEPS, mutation, false));
      if (result.held()) continue;
      System.out.printf("%s: noticed by seed %d: %s%n", mutation.option(), seed,
          result.violation().lines().findFirst().orElse(""));
      return;
    }
    fail("nothing was noticed in " + SEEDS_MAX + " seeds of " + mutation.option());
  }

  @Test
  void everyMutationIsLookedFor() throws NoSuchMethodException {
    CsvSource looked = MutationTest.class.getDeclaredMethod("theSimulatorNotices", Mutation.class, long.class)
        .getAnnotation(CsvSource.class);
    assertEquals(Mutation.values().length - 1, looked.textBlock().lines().count());
  }
}
