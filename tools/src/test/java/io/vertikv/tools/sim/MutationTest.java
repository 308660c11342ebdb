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
                         VOTE_NOT_WRITTEN, 3
                         ACKNOWLEDGES_BEFORE_SYNC, 3
                         OVERRULED_TAIL_KEPT, 7
                         SYNC_DOES_NOTHING, 1
                         SYNC_ERROR_IGNORED, 9
                         OLD_TERMS_COMMITTED_BY_COUNTING, 74
                         ANSWERS_BEFORE_COMMIT, 1
                         READS_SKIP_THE_GATE, 4
                         READS_WITHOUT_ASKING, 17
                         LEASE_CHECKED_BEFORE_READING, 49
                         FOLLOWER_READS_WITHOUT_ASKING, 2
                         PENDING_LAYER_KEPT, 2
                         REQUEST_IDS_IGNORED, 6
                         REQUESTS_FORGOTTEN, 16
                         SERVES_BEFORE_OPENING_ENTRY, 4
                         LEASE_WITHOUT_DRIFT_MARGIN, 27
                         APPLIED_INDEX_WRITTEN_LATER, 3
                         LOG_CUT_BEFORE_FLUSH, 1
                         LOG_RESET_BEFORE_SNAPSHOT_IS_DURABLE, 15
                         MEMBERSHIP_FORGOTTEN, 5
                         ROUTER_RETRIES_WITHOUT_NAMES, 4
                         STALE_ANSWER_TAKEN, 2
                         WATCHES_LEFT_BEHIND, 1
                         REPLICA_SESSIONS_READ_STALE, 2
                         ROUTED_IDS_IGNORED, 16
                         SESSIONS_ANSWER_BEFORE_COMMIT, 10
                         SNAPSHOT_WITHOUT_REQUESTS, 6
                         FLOORS_FORGOTTEN, 6
                         DAMAGE_IGNORED, 9
                         REGION_CLOCK_FORGOTTEN, 4
                         CLOCKS_BEYOND_THE_BOUND, 27
                         SLEEPERS_LEFT_ALONE, 30
                         SPLIT_WITHOUT_REQUESTS, 6
                         SPLIT_FORGOTTEN, 92
                         DEPARTED_NEVER_TOLD, 44
                         NEW_PEERS_NEVER_MADE, 4
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
