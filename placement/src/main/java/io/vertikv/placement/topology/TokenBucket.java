package io.vertikv.placement.topology;

/** So many a minute, and after a pause at most {@link #BURST_SECONDS} worth of them at once. Starts full. */
public final class TokenBucket {
  static final int BURST_SECONDS = 10;
  private double tokens;
  private long filledMillis = Long.MIN_VALUE;

  public boolean has(long perMinute, long now) {
    fill(perMinute, now);
    return tokens >= 1;
  }

  public void take(long perMinute, long now) {
    fill(perMinute, now);
    tokens -= 1;
  }

  private void fill(long perMinute, long now) {
    double full = perMinute == 0 ? 0 : Math.max(1, perMinute * BURST_SECONDS / 60.0);
    double earned = filledMillis == Long.MIN_VALUE ? full : Math.max(0, now - filledMillis) * perMinute / 60_000.0;
    tokens = Math.min(full, tokens + earned);
    filledMillis = now;
  }
}
