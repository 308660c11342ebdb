package io.vertikv.raft;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * The whole algorithm under random faults, seed by seed. A failure prints the command that repeats it; with
 * {@code -Draft.seed=N} only that seed runs, with a trace; {@code -Draft.seeds=N} runs more of them.
 */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("raft.seeds", 240);
  private static final int STEPS = 1200;

  @Test
  void noSeedBreaksAnInvariantAndEveryGroupRecovers() {
    Long only = Long.getLong("raft.seed");
    if (only != null) {
      run(only, true);
      return;
    }
    long committed = 0;
    long reads = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      Simulation sim = run(seed, false);
      committed += sim.committed();
      reads += sim.readsAnswered();
    }
    assertTrue(committed > 50L * SEEDS && reads > 10L * SEEDS,
        "too quiet: " + committed + " commits and " + reads + " reads");
  }

  private static Simulation run(long seed, boolean tracing) {
    Simulation sim = Simulation.of(seed, tracing);
    try {
      sim.run(STEPS);
      sim.heal();
    } catch (RuntimeException | AssertionError broken) {
      throw new AssertionError(
          "seed " + seed + ": " + broken.getMessage()
              + "\n  repeat: mvn -pl raft test -Dtest=SimulationTest -Draft.seed=" + seed,
          broken);
    }
    return sim;
  }
}
