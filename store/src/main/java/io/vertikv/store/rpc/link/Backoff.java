package io.vertikv.store.rpc.link;

import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: doubled each time, and by chance down to half, so that stores do not march in step. */
final class Backoff {
  private final int minMillis;
  private final int maxMillis;
  private final RandomGenerator random;
  private long millis;

  Backoff(int minMillis, int maxMillis, RandomGenerator random) {
    this.minMillis = minMillis;
    this.maxMillis = maxMillis;
    this.random = random;
    this.millis = minMillis;
  }

  long nextMillis() {
    long longest = millis;
    millis = Math.min(2 * millis, maxMillis);
    return longest - random.nextLong(longest / 2 + 1);
  }

  void reset() { millis = minMillis; }

  void slowDown() { millis = maxMillis; }
}
