package io.vertikv.tools.bench;

import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** What one event loop has counted. Written by that loop alone; the counters may be read by anyone, the rest afterwards. */
final class Tally {
  /** Longer ones are counted as this long. */
  static final long LATENCY_NANOS_MAX = 120_000_000_000L;
  private static final long RESOLUTION_NANOS = 1000;
  private static final int DIGITS = 3;
  private static final int READ_BYTES = 64 << 10;

  private final Histogram latencies = newHistogram();
  private final AtomicLong replies = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private final byte[] readBuffer = new byte[READ_BYTES];
  private final long fromNanos;
  private final long toNanos;

  /** Latencies of replies that come between these times count. */
  Tally(long fromNanos, long toNanos) {
    this.fromNanos = fromNanos;
    this.toNanos = toNanos;
  }

  static Histogram newHistogram() { return new Histogram(RESOLUTION_NANOS, LATENCY_NANOS_MAX, DIGITS); }

  void counted(long moreReplies, long moreErrors) {
    replies.setRelease(replies.getPlain() + moreReplies);
    if (moreErrors > 0) errors.setRelease(errors.getPlain() + moreErrors);
  }

  /** {@code count} requests that took equally long. */
  void latency(long nanos, long count, long nowNanos) {
    if (nowNanos - fromNanos >= 0 && nowNanos - toNanos < 0)
      latencies.recordValueWithCount(Math.clamp(nanos, 0, LATENCY_NANOS_MAX), count);
  }

  /** Where bytes read are laid to be looked at: one array serves all connections of the loop. */
  byte[] readBuffer() {
    return readBuffer;
  }

  long replies() { return replies.getAcquire(); }

  long errors() { return errors.getAcquire(); }

  Histogram latencies() { return latencies; }
}
