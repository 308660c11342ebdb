package io.vertikv.tools.bench;

/** From when to when a test is measured, on the clock of System.nanoTime. The warm-up comes before. */
record RunWindow(long startNanos, long fromNanos, long toNanos) {
  /** Far enough for every test that ends by its count. */
  private static final long NO_END_NANOS = Long.MAX_VALUE / 4;

  static RunWindow of(LoadPlan plan, long nowNanos) {
    long from = nowNanos + plan.warmUpNanos();
    return new RunWindow(nowNanos, from, from + (plan.counted() ? NO_END_NANOS : plan.durationNanos()));
  }
}
