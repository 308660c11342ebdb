package io.vertikv.tools.bench;

/**
 * When requests ought to be sent at a fixed rate, dealt out to connections in turn: request i of all is due at
 * start + i / rate, and is number i / lanes of connection i % lanes. Latencies are counted from these times, whenever the
 * request was really sent: a server that stalls is charged for everybody who would have come meanwhile (Gil Tene,
 * "How NOT to measure latency"). Exact for any length of run: whole seconds are split off before nanoseconds are scaled.
 */
record OpenSchedule(long startNanos, long perSecond, int lane, int lanes) {
  static final long RATE_MAX = 100_000_000;
  private static final long SECOND = 1_000_000_000;

  /** When request number {@code request} of this connection is due. */
  long dueNanos(long request) {
    long index = request * lanes + lane;
    return startNanos + index / perSecond * SECOND + index % perSecond * SECOND / perSecond;
  }

  /** How many requests of this connection are due by then: those with {@link #dueNanos} not after it. */
  long dueBy(long nowNanos) {
    long elapsed = nowNanos - startNanos;
    if (elapsed < 0) return 0;
    long ofAll = elapsed / SECOND * perSecond + Math.ceilDiv((elapsed % SECOND + 1) * perSecond, SECOND);
    return ofAll <= lane ? 0 : Math.ceilDiv(ofAll - lane, (long) lanes);
  }
}
