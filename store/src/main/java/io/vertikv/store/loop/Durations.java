package io.vertikv.store.loop;

/**
 * Durations counted in buckets: at most a microsecond, two, four, up to {@value #BUCKETS} - 1 doublings, and all above. Recording
 * costs a few instructions and no memory. Only one thread may record; others may look and see a figure that lags.
 */
public final class Durations {
  /** The last one has no upper bound. */
  public static final int BUCKETS = 25;
  private static final int SHIFT = Long.SIZE - Long.numberOfLeadingZeros(1000 - 1);

  private final long[] counts = new long[BUCKETS];
  private long sumNanos;

  /** The most that is counted in this bucket: 2^10 nanoseconds in the first. */
  public static long upperNanos(int bucket) {
    return bucket == BUCKETS - 1 ? Long.MAX_VALUE : 1L << SHIFT + bucket;
  }

  public void record(long nanos) { record(nanos, 1); }

  /** So many that all took as long. Clocks of two cores may differ by a little: less than nothing counts as nothing. */
  public void record(long nanos, long times) {
    long counted = Math.max(0, nanos);
    int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, counted) - 1);
    counts[Math.clamp(bits - SHIFT, 0, BUCKETS - 1)] += times;
    sumNanos += counted * times;
  }

  /** So many that took so long together, each counted with their mean. */
  public void recordAll(long totalNanos, long times) {
    if (times == 0) return;
    long counted = Math.max(0, totalNanos);
    record(counted / times, times);
    sumNanos += counted % times;
  }

  public void add(Durations more) {
    for (int i = 0; i < BUCKETS; i++) counts[i] += more.counts[i];
    sumNanos += more.sumNanos;
  }

  public long count(int bucket) { return counts[bucket]; }

  public long count() {
    long all = 0;
    for (long count : counts) all += count;
    return all;
  }

  public long sumNanos() { return sumNanos; }
}
