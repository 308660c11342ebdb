package io.vertikv.tools.bench;

import java.util.concurrent.TimeUnit;

/**
 * How one test is run. {@code requests} 0 means: until the time is over; {@code ratePerSecond} 0 means: closed loop, each
 * connection sends {@code pipeline} requests and waits for all their replies.
 */
record LoadPlan(int clients, int pipeline, long ratePerSecond, int threads, KeyDraw.Kind distribution, KeySpace space,
    long seed, long warmUpNanos, long durationNanos, long requests) {
  static final int CLIENTS_MAX = 100_000;
  static final int PIPELINE_MAX = 10_000;
  private static final int LOAD_PIPELINE = 64;
  private static final int LOAD_CLIENTS = 16;

  LoadPlan {
    range("--clients", clients, 1, CLIENTS_MAX);
    range("--pipeline", pipeline, 1, PIPELINE_MAX);
    range("--rate", ratePerSecond, 0, OpenSchedule.RATE_MAX);
    range("--threads", threads, 1, 256);
    range("--warm-up", TimeUnit.NANOSECONDS.toSeconds(warmUpNanos), 0, 86_400);
    range("--seconds", TimeUnit.NANOSECONDS.toSeconds(durationNanos), 0, 86_400);
    range("--requests", requests, 0, Long.MAX_VALUE);
    if (durationNanos == 0 && requests == 0)
      throw new IllegalArgumentException("one of --seconds and --requests must be over 0");
    if (ratePerSecond > 0 && requests > 0)
      throw new IllegalArgumentException("--rate goes with --seconds, not with --requests");
  }

  boolean open() { return ratePerSecond > 0; }

  boolean counted() { return requests > 0; }

  /** Every key once, in order, as fast as it goes. */
  LoadPlan filling() {
    int lanes = (int) Math.min(LOAD_CLIENTS, space.keys());
    return new LoadPlan(lanes, LOAD_PIPELINE, 0, threads, KeyDraw.Kind.SEQUENTIAL, space, seed, 0, 0, space.keys());
  }

  /** The share of the requests that this connection sends; shares differ by one at most. */
  long requestsOf(int lane) {
    return counted() ? requests / clients + (lane < requests % clients ? 1 : 0) : Long.MAX_VALUE;
  }

  private static void range(String option, long value, long least, long most) {
    if (value < least || value > most)
      throw new IllegalArgumentException(
          option + " must be " + (most == Long.MAX_VALUE ? "at least " + least : "from " + least + " to " + most));
  }
}
