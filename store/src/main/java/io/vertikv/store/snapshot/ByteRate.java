package io.vertikv.store.snapshot;

/**
 * A token bucket in its other form (GCRA, ITU-T I.371): instead of counting tokens it keeps the time at which all that was
 * allowed so far will have flowed at the given rate. Time is an argument.
 */
final class ByteRate {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  /** What may flow at once after a pause. */
  private static final long BURST_NANOS = 100_000_000L;

  private final long bytesPerSecond;
  private long paidUntilNanos;
  private boolean used;

  /** @param bytesPerSecond 0 means no limit */
  ByteRate(long bytesPerSecond) { this.bytesPerSecond = bytesPerSecond; }

  /** Takes the bytes; returns how long to wait before moving them. */
  long takeNanos(long bytes, long nowNanos) {
    if (bytesPerSecond == 0) return 0;
    if (!used || paidUntilNanos - nowNanos < -BURST_NANOS) paidUntilNanos = nowNanos - BURST_NANOS;
    used = true;
    long wait = Math.max(0, paidUntilNanos - nowNanos);
    paidUntilNanos += (long) ((double) bytes / bytesPerSecond * NANOS_PER_SECOND);
    return wait;
  }
}
