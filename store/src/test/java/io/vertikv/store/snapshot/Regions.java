package io.vertikv.store.snapshot;

import io.vertikv.raft.log.LogMark;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.region.RegionEpoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Regions of a store under test: [b, d) of most families, a prefix of TTL, records and an applied state in META. Everything
 * else in an engine belongs to the neighbours.
 */
final class Regions {
  static final long REGION = 7;
  static final KeyRange RANGE = new KeyRange(new byte[]{'b'}, new byte[]{'d'});
  private static final byte[] APPLIED = record("applied");
  private static final long TERM = 3;

  private Regions() {}

  static byte[] record(String name) { return new ByteWriter().u8('r').u64(REGION).raw(name.getBytes()).toByteArray(); }

  static RegionPoint describe(EngineReader state) {
    byte[] applied = state.get(Family.META, APPLIED, ReadTier.DISK);
    long index = applied == null ? 0 : new ByteReader(applied).u64();
    return point(RANGE, index);
  }

  static RegionPoint point(KeyRange range, long index) {
    List<FamilyRange> owned = new ArrayList<>();
    owned.add(new FamilyRange(Family.META, KeyRange.prefix(record(""))));
    for (Family family : List.of(Family.WRITE, Family.HISTORY, Family.LOCK, Family.ROLLBACK, Family.RAW)) {
      owned.add(new FamilyRange(family, range));
    }
    owned.add(new FamilyRange(Family.TTL, KeyRange.prefix(new ByteWriter().u64(REGION).toByteArray())));
    return new RegionPoint(REGION, new RegionEpoch(4, 2), range, new LogMark(index, TERM), Bytes.utf8("members"),
        owned);
  }

  static boolean owns(Family family, byte[] key) {
    return point(RANGE, 0).owned().stream().anyMatch(p -> p.family() == family && p.range().contains(key));
  }

  static EngineBatch applied(EngineBatch batch, long index) {
    return batch.put(Family.META, APPLIED, new ByteWriter().u64(index).toByteArray());
  }

  /** Random changes inside the region or outside of it. */
  static EngineBatch changes(Random random, int count, boolean inside) {
    EngineBatch batch = new EngineBatch();
    while (batch.count() < count) {
      Family family = Family.values()[random.nextInt(Family.values().length)];
      byte[] key = key(random, family);
      if (owns(family, key) != inside) continue;
      if (random.nextInt(8) == 0) {
        batch.delete(family, key);
      } else {
        byte[] value = new byte[random.nextInt(30) == 0 ? 2000 : random.nextInt(40)];
        random.nextBytes(value);
        batch.put(family, key, value);
      }
    }
    return batch;
  }

  private static byte[] key(Random random, Family family) {
    byte[] tail = new byte[random.nextInt(1, 4)];
    for (int i = 0; i < tail.length; i++) tail[i] = new byte[]{0, 'a', 'b', 'c', 'd', (byte) 0xFF}[random.nextInt(6)];
    return switch (family) {
      case META -> new ByteWriter().u8('r').u64(REGION - 1 + random.nextInt(3)).raw(tail).toByteArray();
      case TTL -> new ByteWriter().u64(REGION - 1 + random.nextInt(3)).raw(tail).toByteArray();
      case WRITE, HISTORY, LOCK, ROLLBACK, RAW -> tail;
    };
  }

  /** What an engine holds of the region ({@code inside}) or of all others. */
  static Map<String, Bytes> content(EngineReader engine, boolean inside) {
    Map<String, Bytes> all = new TreeMap<>();
    for (Family family : Family.values()) {
      try (EngineCursor cursor = engine.cursor(family, KeyRange.ALL, ReadTier.DISK)) {
        while (cursor.next()) {
          byte[] key = cursor.key();
          if (owns(family, key) == inside) all.put(family + " " + Bytes.of(key), Bytes.of(cursor.value()));
        }
      }
    }
    return all;
  }

  static void write(Engine engine, Random random, long index, int changes) {
    engine.write(applied(changes(random, changes, true), index));
    engine.write(changes(random, changes, false));
  }
}
