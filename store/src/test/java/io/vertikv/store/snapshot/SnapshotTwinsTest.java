package io.vertikv.store.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineSnapshot;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.engine.rocks.RocksConfig;
import io.vertikv.store.engine.rocks.RocksEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same changes, drawn from a seed, and the same snapshots back and forth on a pair of each engine; all must hold the same.
 * Replay one seed with {@code -Dsnapshot.seed=N}.
 */
class SnapshotTwinsTest {
  private static final int SEEDS = 2;
  private static final int ROUNDS = 5;

  @TempDir
  Path folder;

  static LongStream seeds() {
    Long one = Long.getLong("snapshot.seed");
    return one == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(one);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void bothEnginesExportAndIngestAlike(long seed) throws IOException {
    try (RocksEngine rocksA = open("a"); RocksEngine rocksB = open("b")) {
      Random random = new Random(seed);
      Store[] rocks = {new Store(rocksA, disk("sa")), new Store(rocksB, disk("sb"))};
      SimSnapshots sim = new SimSnapshots(new PowerSwitch(), random);
      Store[] memory = {new Store(new MemoryEngine(), sim), new Store(new MemoryEngine(), sim)};
      for (int round = 1; round <= ROUNDS; round++) {
        change(random, round, rocks, memory);
        int from = random.nextInt(2);
        Map<String, Bytes> neighbours = Regions.content(rocks[1 - from].engine, false);
        copy(random, rocks[from], rocks[1 - from]);
        copy(random, memory[from], memory[1 - from]);
        assertEquals(Regions.content(rocks[from].engine, true), Regions.content(rocks[1 - from].engine, true));
        assertEquals(neighbours, Regions.content(rocks[1 - from].engine, false));
        for (int side = 0; side < 2; side++) assertSame(memory[side].engine, rocks[side].engine);
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("replay: mvn -pl store test -Dtest=SnapshotTwinsTest -Dsnapshot.seed=" + seed, e);
    }
  }

  private record Store(Engine engine, SnapshotDevice disk) {}

  private static void change(Random random, int round, Store[] rocks, Store[] memory) {
    for (int side = 0; side < 2; side++) {
      for (int batches = random.nextInt(1, 20); batches > 0; batches--) {
        EngineBatch batch = Regions.changes(random, random.nextInt(1, 40), random.nextBoolean());
        rocks[side].engine.write(batch);
        memory[side].engine.write(batch);
        if (random.nextInt(10) == 0) rocks[side].engine.flush();
      }
      EngineBatch applied = Regions.applied(new EngineBatch(), 100L * round + side);
      rocks[side].engine.write(applied);
      memory[side].engine.write(applied);
    }
  }

  /** Sometimes with an old snapshot of the receiver open: it must go on seeing what it saw. */
  private static void copy(Random random, Store from, Store to) {
    if (random.nextBoolean()) {
      copy(from, to);
      return;
    }
    try (EngineSnapshot held = to.engine.snapshot()) {
      Map<String, Bytes> seen = Regions.content(held, true);
      copy(from, to);
      assertEquals(seen, Regions.content(held, true));
    }
  }

  private static void copy(Store from, Store to) {
    SnapshotPair pair = new SnapshotPair(new SnapshotConfig(6_000, 1_000, 10_000, 0, 0, 2, 2, 50, 10, 500, 2_000, 0),
        from.engine, from.disk, to.engine, to.disk);
    assertInstanceOf(RestoreOutcome.Restored.class, pair.restore(pair.sendWell()));
  }

  private static void assertSame(Engine expected, Engine actual) {
    assertEquals(Regions.content(expected, true), Regions.content(actual, true));
    assertEquals(Regions.content(expected, false), Regions.content(actual, false));
  }

  @Test
  void aSnapshotHeldOverARestorationStillSeesTheOldRegion() throws IOException {
    try (RocksEngine from = open("a"); RocksEngine to = open("b")) {
      Random random = new Random(3);
      Regions.write(from, random, 9, 200);
      Regions.write(to, random, 5, 200);
      to.flush();
      for (Family family : Family.values()) to.compact(family, KeyRange.ALL);
      Map<String, Bytes> old = Regions.content(to, true);
      try (EngineSnapshot held = to.snapshot()) {
        copy(new Store(from, disk("sa")), new Store(to, disk("sb")));
        assertEquals(old, Regions.content(held, true));
        assertEquals(Regions.content(from, true), Regions.content(to, true));
      }
    }
  }

  @Test
  void aRegionWithoutAnEndIsReplacedWhole() throws IOException {
    RegionSource all = state -> {
      RegionPoint bounded = Regions.describe(state);
      return Regions.point(KeyRange.ALL, bounded.last().index());
    };
    try (RocksEngine from = open("a"); RocksEngine to = open("b")) {
      byte[] high = new byte[100];
      Arrays.fill(high, (byte) 0xFF);
      from.write(Regions.applied(new EngineBatch().put(Family.RAW, new byte[]{1}, new byte[]{1}), 8));
      to.write(new EngineBatch().put(Family.RAW, high, new byte[]{2}).put(Family.RAW, new byte[]{7}, new byte[]{3})
          .put(Family.HISTORY, high, new byte[0]));
      SnapshotPair pair = new SnapshotPair(SnapshotPair.small(), from, disk("sa"), to, disk("sb"));
      pair.send(1, all);
      pair.loop.until(() -> !pair.outcomes.isEmpty());
      pair.restore(((SendOutcome.Sent) pair.outcomes.getFirst()).snapshot());
      assertEquals(Regions.content(from, true), Regions.content(to, true));
      assertEquals(Regions.content(from, false), Regions.content(to, false));
    }
  }

  /** One bit of every third byte of a received table, in turn: the restoration refuses and changes nothing. */
  @Test
  void aFlippedBitAnywhereInATableIsFound() throws IOException {
    try (RocksEngine from = open("a"); RocksEngine to = open("b")) {
      Random random = new Random(4);
      from.write(Regions.applied(new EngineBatch().put(Family.RAW, new byte[]{'c'}, new byte[]{1}), 8));
      Regions.write(to, random, 5, 30);
      Map<String, Bytes> old = Regions.content(to, true);
      DiskSnapshots sb = DiskSnapshots.open(folder.resolve("sb"));
      SnapshotPair pair = new SnapshotPair(SnapshotPair.small(), from, disk("sa"), to, sb);
      SnapshotId id = pair.sendWell();
      SnapshotStore store = new SnapshotStore(sb);
      Path table = folder.resolve("sb").resolve(sb.list().getFirst()).resolve("000001-raw.table");
      byte[] good = Files.readAllBytes(table);
      int found = 0;
      int tried = 0;
      for (int at = 0; at < good.length; at += 3) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(table, bad);
        tried++;
        if (!canPrepare(to, store, id)) found++;
      }
      assertEquals(tried, found);
      assertEquals(old, Regions.content(to, true));
      Files.write(table, good);
      assertTrue(canPrepare(to, store, id));
    }
  }

  private static boolean canPrepare(Engine engine, SnapshotStore store, SnapshotId id) throws IOException {
    try {
      RegionRestore.prepare(engine, store, id);
      return true;
    } catch (MalformedBytes e) {
      return false;
    }
  }

  @Test
  void keysOutsideOfTheRegionAreRefused() throws IOException {
    try (RocksEngine from = open("a"); RocksEngine to = open("b")) {
      from.write(Regions.applied(new EngineBatch().put(Family.RAW, new byte[]{'c'}, new byte[]{1}).put(Family.RAW,
          new byte[]{'x'}, new byte[]{1}), 8));
      RegionSource lying = state -> Regions.point(new KeyRange(new byte[]{'b'}, new byte[]{'z'}), 8);
      SnapshotPair pair = new SnapshotPair(SnapshotPair.small(), from, disk("sa"), to, disk("sb"));
      pair.send(1, lying);
      pair.loop.until(() -> !pair.outcomes.isEmpty());
      SnapshotId id = ((SendOutcome.Sent) pair.outcomes.getFirst()).snapshot();
      Path ready = folder.resolve("sb").resolve(DiskSnapshots.open(folder.resolve("sb")).list().getFirst());
      SnapshotManifest wide = SnapshotManifestCodec.decode(Bytes.of(Files.readAllBytes(ready.resolve("manifest"))));
      SnapshotManifest narrow = new SnapshotManifest(Regions.point(Regions.RANGE, 8), wide.format(), wide.records(),
          wide.files());
      Files.write(ready.resolve("manifest"), SnapshotManifestCodec.encode(narrow).array());
      assertInstanceOf(RestoreOutcome.Unchanged.class, pair.restore(id));
      assertEquals(List.of(), RestoreMarker.all(to));
    }
  }

  private SnapshotDevice disk(String name) throws IOException { return DiskSnapshots.open(folder.resolve(name)); }

  private RocksEngine open(String name) {
    return RocksEngine.open(folder.resolve(name),
        new RocksConfig(8 << 20, 1 << 20, 256 << 10, 1024, 10, 1 << 20, 2, 64, 0, false));
  }
}
