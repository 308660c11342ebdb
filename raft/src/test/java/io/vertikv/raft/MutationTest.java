package io.vertikv.raft;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import io.vertikv.raft.log.LogMark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Breaks one rule at a time and expects the simulation to notice: a witness that sees nothing proves nothing. Figure 8
 * needs a longer chain of accidents than seeds bring about in seconds; {@link RaftPaperTest} breaks that rule in the
 * paper's own scenario.
 */
class MutationTest {
  private static final int SEEDS_MAX = 400;
  private static final int STEPS = 1200;

  private record Mutation(String name, Simulation.Weather weather, Safety safety) {}

  private static Stream<Mutation> mutations() {
    return Stream.of(new Mutation("votes twice in a term", Simulation.Weather.STORMY, new Safety() {
      @Override
      boolean mayVoteFor(long candidate, long votedFor, long knownLeader) { return true; }
    }), new Mutation("votes for a candidate that lacks entries", Simulation.Weather.STORMY, new Safety() {
      @Override
      boolean isLogGoodEnough(LogMark candidate, LogMark own) { return true; }
    }), new Mutation("promises before the disk has it", Simulation.Weather.STORMY, new Safety() {
      @Override
      boolean promisesWaitForSync() { return false; }
    }), new Mutation("a leader counts what it has not synced", Simulation.Weather.BLACKOUTS, new Safety() {
      @Override
      long ownMatched(long last, long stable) { return last; }
    }), new Mutation("changes the membership before the last change is settled", Simulation.Weather.RESHUFFLING,
        new Safety() {
          @Override
          boolean mayChangeMembership(boolean committedInTerm, boolean previousIsCommitted) { return true; }
        }), new Mutation("forgets that a leader relies on it", Simulation.Weather.IMPATIENT, new Safety() {
          @Override
          boolean keepsPromise(long nowNanos, long promisedUntilNanos) { return false; }
        }), new Mutation("reads before it has committed in its term", Simulation.Weather.FAIR, new Safety() {
          @Override
          boolean mayServeReads(boolean committedInTerm) { return true; }
        }));
  }

  @TestFactory
  Stream<DynamicTest> theSimulationNoticesWhenIt() {
    return mutations().map(mutation -> DynamicTest.dynamicTest(mutation.name, () -> expectCaught(mutation)));
  }

  /** The scripts say what is seen, so each broken rule must be seen in one of them. Figure 8 included. */
  @TestFactory
  Stream<DynamicTest> aScriptTellsAnotherStoryWhenIt() {
    Mutation figure8 = new Mutation("commits entries of old terms by counting", Simulation.Weather.FAIR, new Safety() {
      @Override
      boolean mayCommitByCounting(long entryTerm, long leaderTerm) { return true; }
    });
    return Stream.concat(mutations(), Stream.of(figure8))
        .map(mutation -> DynamicTest.dynamicTest(mutation.name, () -> expectTold(mutation)));
  }

  private static void expectTold(Mutation mutation) throws IOException {
    List<String> different = new ArrayList<>();
    for (Path script : InteractionTest.scripts()) {
      if (!InteractionTest.isTold(script, mutation.safety)) different.add(script.getFileName().toString());
    }
    System.out.printf("%s: %d scripts differ: %s%n", mutation.name, different.size(), different);
    assertFalse(different.isEmpty(), "no script shows that it " + mutation.name);
  }

  private static void expectCaught(Mutation mutation) {
    for (long seed = 1; seed <= SEEDS_MAX; seed++) {
      try {
        new Simulation(seed, mutation.weather, mutation.safety, false).run(STEPS);
      } catch (RuntimeException | AssertionError caught) {
        System.out.printf("%s: noticed after %d seeds: %s%n", mutation.name, seed, caught.getMessage());
        return;
      }
    }
    fail("nothing noticed in " + SEEDS_MAX + " seeds that it " + mutation.name);
  }
}
