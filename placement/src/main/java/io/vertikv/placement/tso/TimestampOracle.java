package io.vertikv.placement.tso;

/**
 * The oracle's state, pure. Timestamps stay below a limit that was made durable before; so a successor that starts at the
 * limit gives out only greater ones, whatever its clock says. When the clock jumps backwards the counter goes on, when the
 * counter is full the milliseconds go on without the clock, and when the limit is reached there are none: it waits
 * rather than lies.
 */
public final class TimestampOracle {
  /** How far ahead of the clock the durable limit is set. */
  public static final long WINDOW_MILLIS = 3_000;

  private long lastTs;
  /** Exclusive, milliseconds; durable. */
  private long limitMillis;
  private long requestedMillis;

  /** @param limitMillis the limit found in the log; nothing at or above it has been given out */
  public TimestampOracle(long limitMillis) {
    restart(limitMillis);
  }

  /** Takes over from whoever was bound by this limit. */
  public void restart(long limitMillis) {
    this.lastTs = Timestamps.of(limitMillis, 0);
    this.limitMillis = limitMillis;
    this.requestedMillis = limitMillis;
  }

  /** 0 when the limit is reached. */
  public long next(long wallMillis) {
    long ts = Math.max(lastTs + 1, Timestamps.of(wallMillis, 0));
    if (Timestamps.millis(ts) >= limitMillis) return 0;
    lastTs = ts;
    return ts;
  }

  /** The limit to make durable next, or 0: the present one is far enough, or a request is under way. */
  public long limitToRequest(long wallMillis) {
    long now = Math.max(wallMillis, Timestamps.millis(lastTs));
    if (requestedMillis > now + WINDOW_MILLIS / 2) return 0;
    requestedMillis = Math.max(now + WINDOW_MILLIS, requestedMillis + 1);
    return requestedMillis;
  }

  /** The request failed: it may be made again. */
  public void requestFailed() { requestedMillis = limitMillis; }

  /** The limit is durable. */
  public void limitDurable(long limitMillis) {
    this.limitMillis = Math.max(this.limitMillis, limitMillis);
  }
}
