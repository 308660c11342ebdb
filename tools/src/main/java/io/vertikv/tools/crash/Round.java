package io.vertikv.tools.crash;

import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * One round, drawn from the seed: how much is written, when and how the node ends, how many starts after it are killed
 * before one is let through, and with what settings that one runs.
 */
record Round(int number, Signal signal, long acknowledgements, long delayMicros, List<Double> startKills,
    List<String> settings, long loadSeed) {
  enum Signal {
    KILL, TERMINATE
  }

  /** Every so many rounds the node is asked to stop instead. */
  private static final int TERMINATE_EVERY = 4;
  private static final int START_KILLS_EVERY = 3;
  private static final int ACKNOWLEDGEMENTS_MIN = 100;
  private static final int DELAY_MICROS_MAX = 3_000;
  /** Room for little: segments of the log are filled, flushed and given back all the time. */
  private static final List<String> TIGHT = List.of("--log-segment-size", "1MiB", "--log-total-size", "4MiB",
      "--memory-memtables", "8MiB", "--memory-block-cache", "8MiB", "--memory-version-cache", "1MiB");

  static Round draw(CrashPlan plan, int number) {
    RandomGenerator random = new Random(31 * plan.seed() + number);
    Signal signal = number % TERMINATE_EVERY == TERMINATE_EVERY - 1 ? Signal.TERMINATE : Signal.KILL;
    int most = Math.max(ACKNOWLEDGEMENTS_MIN + 1, plan.writesMax());
    long acknowledgements = random.nextInt(ACKNOWLEDGEMENTS_MIN, most);
    long delayMicros = random.nextInt(DELAY_MICROS_MAX);
    List<Double> startKills = number % START_KILLS_EVERY == START_KILLS_EVERY - 1
        ? random.doubles(1 + random.nextInt(2)).boxed().toList()
        : List.of();
    List<String> settings = random.nextBoolean() ? TIGHT : List.of();
    return new Round(number, signal, acknowledgements, delayMicros, startKills, settings, random.nextLong());
  }
}
