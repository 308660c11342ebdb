package io.vertikv.txn.region;

import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.ReadTier;

/** What a region counts, for whoever is not at work in it. */
public final class RegionCounters {
  private RegionCounters() {}

  /** By number, as applied a moment ago; those beyond the end are 0. Blocks. */
  public static long[] read(EngineReader engine, long region) {
    return AppliedState.read(engine, region, ReadTier.DISK).counters;
  }
}
