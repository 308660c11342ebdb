package io.vertikv.txn.mvcc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.txn.Direction;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VersionCollectorTest {
  private static final int SEEDS = 200;

  /** What a snapshot at a timestamp sees: the slow twin. */
  private static TreeMap<Bytes, Bytes> visible(MemoryEngine engine, long ts) {
    TreeMap<Bytes, Bytes> seen = new TreeMap<>();
    TreeMap<Bytes, Boolean> decided = new TreeMap<>();
    try (EngineCursor all = engine.cursor(Family.WRITE, KeyRange.ALL, ReadTier.DISK)) {
      for (boolean found = all.seek(new byte[0]); found; found = all.next()) {
        Bytes key = Bytes.of(MvccKeys.keyOf(all.key()));
        if (MvccKeys.tsOf(all.key()) > ts || decided.put(key, true) != null) continue;
        byte[] value = MvccReader.value(engine, all.key(), all.value(), ReadTier.DISK);
        if (value != null) seen.put(key, Bytes.of(value));
      }
    }
    return seen;
  }

  private static MemoryEngine randomHistory(Random random) {
    MemoryEngine engine = new MemoryEngine();
    for (long ts = 1; ts <= 60; ts++) {
      EngineBatch batch = new EngineBatch();
      byte[] versioned = MvccKeys.versioned(new byte[]{(byte) random.nextInt(6)}, ts);
      switch (random.nextInt(3)) {
        case 0 -> batch.put(Family.WRITE, versioned, CommitRecord.delete());
        case 1 -> batch.put(Family.WRITE, versioned, new byte[]{CommitRecord.inlineMark(), (byte) ts});
        default -> {
          batch.put(Family.DATA, versioned, new byte[]{(byte) ts, 1});
          batch.put(Family.WRITE, versioned, CommitRecord.longPut());
        }
      }
      engine.write(batch);
    }
    return engine;
  }

  private static void collect(MemoryEngine engine, long safePoint, int step) {
    VersionCollector collector = new VersionCollector(engine, KeyRange.ALL);
    while (!collector.done()) {
      EngineBatch drops = new EngineBatch();
      collector.step(safePoint, step, drops);
      engine.write(drops);
    }
  }

  @Test
  void nothingThatASnapshotAtOrAfterTheSafePointSeesIsDropped() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      MemoryEngine engine = randomHistory(random);
      long safePoint = random.nextInt(70);
      Map<Long, TreeMap<Bytes, Bytes>> before = new TreeMap<>();
      for (long ts = safePoint; ts <= 61; ts++) before.put(ts, visible(engine, ts));
      collect(engine, safePoint, 1 + random.nextInt(10));
      String which = "seed " + seed;
      before.forEach((ts, seen) -> assertEquals(seen, visible(engine, ts), () -> which + " at " + ts));
    }
  }

  @Test
  void everythingButTheNewestIsGoneWhenTheSafePointIsBehindAll() {
    for (int seed = 0; seed < SEEDS; seed++) {
      MemoryEngine engine = randomHistory(new Random(seed));
      TreeMap<Bytes, Bytes> live = visible(engine, Long.MAX_VALUE);
      collect(engine, Long.MAX_VALUE, 3);
      int versions = 0;
      try (EngineCursor all = engine.cursor(Family.WRITE, KeyRange.ALL, ReadTier.DISK)) {
        for (boolean found = all.seek(new byte[0]); found; found = all.next()) versions++;
      }
      assertEquals(live.size(), versions, "seed " + seed);
      long longValues = live.values().stream().filter(value -> value.length() == 2).count();
      int stored = 0;
      try (EngineCursor all = engine.cursor(Family.DATA, KeyRange.ALL, ReadTier.DISK)) {
        for (boolean found = all.seek(new byte[0]); found; found = all.next()) stored++;
      }
      assertEquals(longValues, stored, "seed " + seed);
    }
  }

  @Test
  void aCursorWalksTheNewestVersionsInBothDirections() {
    for (int seed = 0; seed < SEEDS; seed++) {
      MemoryEngine engine = randomHistory(new Random(seed));
      TreeMap<Bytes, Bytes> live = visible(engine, Long.MAX_VALUE);
      for (Direction direction : Direction.values()) {
        TreeMap<Bytes, Bytes> walked = new TreeMap<>();
        Bytes last = null;
        try (MvccCursor cursor = new MvccCursor(engine, KeyRange.ALL, direction, ReadTier.DISK)) {
          while (cursor.next()) {
            Bytes key = Bytes.of(cursor.key());
            int order = last == null ? 0 : last.compareTo(key);
            assertTrue(last == null || (direction == Direction.FORWARD ? order < 0 : order > 0), "seed " + seed);
            last = key;
            walked.put(key, Bytes.of(cursor.value()));
          }
        }
        assertEquals(live, walked, "seed " + seed + " " + direction);
      }
    }
  }
}
