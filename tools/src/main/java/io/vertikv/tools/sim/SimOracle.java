package io.vertikv.tools.sim;

import io.vertikv.placement.tso.TimestampSource;
import io.vertikv.placement.tso.Timestamps;
import io.vertikv.store.loop.Loop;
import java.util.random.RandomGenerator;

/**
 * Where all stores get their timestamps: one clock for all of them, which is away now and then, as one is that lives on
 * another store. What it gives it gives when asked, never earlier.
 */
final class SimOracle {
  private static final long AWAY_MILLIS_MAX = 60;

  private final SimScheduler time;
  private final RandomGenerator random;
  private final double away;
  private long lastTs;
  private boolean calm;

  /** @param away the chance that a question finds it gone */
  SimOracle(SimScheduler time, RandomGenerator random, double away) {
    this.time = time;
    this.random = random;
    this.away = away;
  }

  void calm() { calm = true; }

  TimestampSource seenFrom(Loop loop) { return new View(loop); }

  private long fresh() {
    lastTs = Math.max(lastTs + 1, Timestamps.of(SimClock.WALL_START_MILLIS + time.nowNanos() / SimScheduler.MILLI, 0));
    return lastTs;
  }

  private final class View implements TimestampSource {
    private final Loop loop;
    private long backNanos;

    View(Loop loop) { this.loop = loop; }

    @Override
    public long next() {
      if (time.nowNanos() < backNanos) return 0;
      if (calm || random.nextDouble() >= away) return fresh();
      boolean shortly = random.nextInt(4) != 0;
      backNanos = time.nowNanos() + random.nextLong((shortly ? 1 : AWAY_MILLIS_MAX) * SimScheduler.MILLI);
      return 0;
    }

    @Override
    public void whenAvailable(Runnable task) { time.after(backNanos - time.nowNanos(), () -> loop.execute(task)); }
  }
}
