package io.vertikv.tools.sim;

/**
 * What makes a run what it is.
 *
 * @param steps events before everything heals
 * @param text  keep the last lines of the trace, for people
 */
public record SimPlan(long seed, long steps, Mutation mutation, boolean text) {
  public static final long STEPS = 20_000;

  public SimPlan {
    if (steps < 1) throw new IllegalArgumentException("steps must be at least 1: " + steps);
  }

  public static SimPlan of(long seed) { return new SimPlan(seed, STEPS, Mutation.NONE, false); }

  SimPlan withText() { return new SimPlan(seed, steps, mutation, true); }

  /** The command that does it again. */
  public String command() {
    String sabotage = mutation == Mutation.NONE ? "" : " --mutation " + mutation.option();
    return "bin/vertikv sim --seed " + seed + (steps == STEPS ? "" : " --steps " + steps) + sabotage;
  }
}
