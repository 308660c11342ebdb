package io.vertikv.placement.tso;

/** Hybrid timestamps as in TiKV: 46 bits of milliseconds since 1970, 18 bits of a counter. */
public final class Timestamps {
  public static final int LOGICAL_BITS = 18;
  public static final int LOGICAL_MAX = (1 << LOGICAL_BITS) - 1;

  private Timestamps() {}

  public static long of(long millis, int logical) { return millis << LOGICAL_BITS | logical; }

  public static long millis(long ts) { return ts >>> LOGICAL_BITS; }

  public static int logical(long ts) { return (int) (ts & LOGICAL_MAX); }

  /** A timestamp so much earlier; not below 0. */
  public static long minusMillis(long ts, long millis) {
    return Math.max(0, ts - (millis << LOGICAL_BITS));
  }
}
