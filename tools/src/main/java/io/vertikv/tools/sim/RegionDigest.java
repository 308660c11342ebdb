package io.vertikv.tools.sim;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.txn.region.RegionHoldings;

/**
 * All that an engine holds of a region, as one number: newest versions, reminders, and the region's own records. Replicas
 * that have applied the same must agree in it. What it leaves out is the history, whose old end each replica drops in its
 * own time, and the group's records, of which the membership is written ahead.
 */
final class RegionDigest {
  private static final long PRIME = 0x100000001b3L;
  private static final long BASIS = 0xcbf29ce484222325L;

  private RegionDigest() {}

  static long of(EngineReader engine, long region, KeyRange range) {
    long hash = BASIS;
    for (FamilyRange part : RegionHoldings.copied(region, range)) {
      if (part.family() != Family.HISTORY && !isOfGroup(part)) hash = add(hash, engine, part);
    }
    return hash;
  }

  private static boolean isOfGroup(FamilyRange part) {
    return part.family() == Family.META && part.range().start()[0] == 'g';
  }

  private static long add(long before, EngineReader engine, FamilyRange part) {
    long hash = before;
    try (EngineCursor cursor = engine.cursor(part.family(), part.range(), ReadTier.DISK)) {
      while (cursor.next()) hash = add(add(hash, cursor.key()), cursor.value());
    }
    return hash * PRIME ^ part.family().ordinal();
  }

  private static long add(long before, byte[] bytes) {
    long hash = before ^ bytes.length;
    for (byte each : bytes) hash = (hash ^ each) * PRIME;
    return hash * PRIME;
  }
}
