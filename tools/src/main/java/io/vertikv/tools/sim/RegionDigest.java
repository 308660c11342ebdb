package io.vertikv.tools.sim;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import java.util.ArrayList;
import java.util.List;

/**
 * All that an engine holds of a region, as one number: newest versions, reminders, and the region's own records. Replicas
 * that have applied the same must agree in it. What it leaves out is the history, whose old end each replica drops in its
 * own time, and the group's membership, which is written ahead.
 */
final class RegionDigest {
  private static final KeyRange OWN_RECORDS = KeyRange.prefix(new byte[]{'r'});
  private static final long PRIME = 0x100000001b3L;
  private static final long BASIS = 0xcbf29ce484222325L;

  private RegionDigest() {}

  static long of(EngineReader engine) {
    long hash = add(BASIS, engine, Family.WRITE, KeyRange.ALL);
    hash = add(hash, engine, Family.TTL, KeyRange.ALL);
    return add(hash, engine, Family.META, OWN_RECORDS);
  }

  private static long add(long before, EngineReader engine, Family family, KeyRange range) {
    long hash = before;
    try (EngineCursor cursor = engine.cursor(family, range, ReadTier.DISK)) {
      while (cursor.next()) hash = add(add(hash, cursor.key()), cursor.value());
    }
    return hash * PRIME ^ family.ordinal();
  }

  private static long add(long before, byte[] bytes) {
    long hash = before ^ bytes.length;
    for (byte each : bytes) hash = (hash ^ each) * PRIME;
    return hash * PRIME;
  }

  /** The families of a region's data and the records that a snapshot carries. */
  static List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (Family family : List.of(Family.WRITE, Family.HISTORY, Family.TTL)) parts.add(new Part(family, KeyRange.ALL));
    parts.add(new Part(Family.META, OWN_RECORDS));
    return parts;
  }

  record Part(Family family, KeyRange range) {}
}
