package io.vertikv.tools.sim;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One seed, many generators, each for one purpose: a draw more in one place does not change what is drawn in all others,
 * so that seeds stay useful while the code changes.
 */
record SimRandom(long seed) {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  RandomGenerator of(String purpose) {
    long mixed = seed * GOLDEN;
    for (int i = 0; i < purpose.length(); i++) mixed = (mixed ^ purpose.charAt(i)) * 0xBF58476D1CE4E5B9L + GOLDEN;
    return new SplittableRandom(mixed);
  }
}
