package io.vertikv.tools.check.cycle;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a database promises, as what it forbids. Each level forbids all that the one before it forbids. With
 * {@code realTime}, that a transaction was answered before another one began is a dependency too.
 */
public enum Level {
  READ_UNCOMMITTED(Anomaly.G0, false), READ_COMMITTED(Anomaly.G1C, false),
  /** Forbids every cycle without two rw in a row (Cerone and Gotsman, "Analysing snapshot isolation", 2016). */
  SNAPSHOT_ISOLATION(Anomaly.LONG_FORK, false),
  /** Snapshots are of the moment when the transaction begins, or later. */
  STRONG_SNAPSHOT_ISOLATION(Anomaly.LONG_FORK, true), SERIALIZABLE(Anomaly.G2, false), STRICT_SERIALIZABLE(Anomaly.G2,
      true);

  private final Anomaly mildest;
  private final boolean realTime;

  Level(Anomaly mildest, boolean realTime) {
    this.mildest = mildest;
    this.realTime = realTime;
  }

  public Set<Anomaly> forbidden() { return EnumSet.range(Anomaly.UNWRITTEN, mildest); }

  public Set<Anomaly> allowed() { return EnumSet.complementOf(EnumSet.copyOf(forbidden())); }

  public boolean realTime() { return realTime; }
}
