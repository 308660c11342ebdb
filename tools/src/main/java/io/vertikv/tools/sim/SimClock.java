package io.vertikv.tools.sim;

/** A machine's clocks: both run at a rate of their own, and their origins have nothing to do with each other. */
final class SimClock {
  static final long WALL_START_MILLIS = 1_700_000_000_000L;

  private final SimScheduler time;
  private final double rate;
  private final long originNanos;
  private long setMillis;

  SimClock(SimScheduler time, double rate, long originNanos) {
    this.time = time;
    this.rate = rate;
    this.originNanos = originNanos;
  }

  long nanoTime() { return originNanos + (long) (time.nowNanos() * rate); }

  long wallMillis() { return WALL_START_MILLIS + setMillis + (long) (time.nowNanos() * rate / 1e6); }

  /** Somebody sets the wall clock; the other one goes on as it did. */
  void set(long byMillis) {
    setMillis += byMillis;
  }

  /** How long this clock's nanoseconds take in true time. */
  long trueNanos(long nanos) {
    return (long) (nanos / rate);
  }
}
