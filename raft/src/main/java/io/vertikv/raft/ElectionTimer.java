package io.vertikv.raft;

import java.util.random.RandomGenerator;

/** How long this replica waits for a leader: one to two election timeouts, drawn anew each time (paper §5.2). */
final class ElectionTimer {
  private final long minNanos;
  private final RandomGenerator random;
  private long elapsed;
  private long deadline;

  ElectionTimer(long minNanos, RandomGenerator random) {
    this.minNanos = minNanos;
    this.random = random;
    reset();
  }

  void reset() {
    elapsed = 0;
    deadline = minNanos + random.nextLong(minNanos);
  }

  void advance(long patienceNanos) { elapsed += patienceNanos; }

  /** After the given time, and at most half a timeout later: who hurry for the same reason must not do so at once. */
  void hurry(long leastNanos) {
    long soon = leastNanos + random.nextLong(minNanos / 2);
    deadline = Math.min(deadline, elapsed + soon);
  }

  void expire() { elapsed = deadline; }

  boolean isExpired() { return elapsed >= deadline; }
}
