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

  void expire() { elapsed = deadline; }

  boolean isExpired() { return elapsed >= deadline; }
}
