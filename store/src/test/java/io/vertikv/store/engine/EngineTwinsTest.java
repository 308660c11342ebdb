package io.vertikv.store.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.engine.rocks.RocksConfig;
import io.vertikv.store.engine.rocks.RocksEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same operations, drawn from a seed, on both engines; every read must agree. This is what lets the simulator's
 * word count for RocksDB. Replay one seed with {@code -Dengine.seed=N}.
 */
class EngineTwinsTest {
  private static final int SEEDS = 6;
  private static final int STEPS = 1_500;
  private static final int SNAPSHOTS_MAX = 4;

  @TempDir
  Path folder;

  static LongStream seeds() {
    Long one = Long.getLong("engine.seed");
    return one == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(one);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void bothEnginesAnswerAlike(long seed) {
    try (MemoryEngine memory = new MemoryEngine(); RocksEngine rocks = RocksEngine.open(folder, small())) {
      new Twins(memory, rocks, new Random(seed)).run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("replay: mvn -pl store test -Dtest=EngineTwinsTest -Dengine.seed=" + seed, e);
    }
  }

  private static RocksConfig small() {
    return new RocksConfig(8 << 20, 4 << 20, 2 << 20, 1024, 10, 1 << 20, 2, 64, 0, true);
  }

  private static final class Twins {
    private final MemoryEngine memory;
    private final RocksEngine rocks;
    private final Random random;
    private final List<EngineSnapshot[]> snapshots = new ArrayList<>();
    /** Keys that exist and have been put once: the only ones that deleteOnce may name. */
    private final Set<Bytes> once = new HashSet<>();
    private final Set<Bytes> existing = new HashSet<>();

    Twins(MemoryEngine memory, RocksEngine rocks, Random random) {
      this.memory = memory;
      this.rocks = rocks;
      this.random = random;
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(12)) {
          case 0, 1, 2, 3 -> write();
          case 4, 5 -> compareGet();
          case 6, 7, 8 -> compareCursor();
          case 9 -> takeSnapshot();
          case 10 -> dropSnapshot();
          case 11 -> flushSometimes();
          default -> throw new AssertionError();
        }
      }
      while (!snapshots.isEmpty()) dropSnapshot();
    }

    private void write() {
      EngineBatch batch = new EngineBatch();
      for (int i = random.nextInt(1, 12); i > 0; i--) {
        switch (random.nextInt(10)) {
          case 0 -> batch.delete(family(), key());
          case 1 -> batch.deleteRange(family(), range(false));
          case 2, 3, 4 -> lockOrUnlock(batch);
          default -> batch.put(family(), key(), value());
        }
      }
      memory.write(batch);
      rocks.write(batch);
    }

    /** Locks are put once and deleted once, as the transaction layer does. */
    private void lockOrUnlock(EngineBatch batch) {
      byte[] key = key();
      if (existing.add(Bytes.of(key))) {
        once.add(Bytes.of(key));
        batch.put(Family.LOCK, key, value());
      } else if (once.remove(Bytes.of(key))) {
        existing.remove(Bytes.of(key));
        batch.deleteOnce(Family.LOCK, key);
      }
    }

    private void compareGet() {
      Family family = anyFamily();
      byte[] key = key();
      for (EngineReader[] pair : readers()) {
        assertEquals(bytes(pair[0].get(family, key, ReadTier.DISK)), bytes(pair[1].get(family, key, ReadTier.DISK)));
      }
    }

    private void compareCursor() {
      Family family = anyFamily();
      KeyRange range = range(true);
      List<EngineReader[]> readers = readers();
      EngineReader[] pair = readers.get(random.nextInt(readers.size()));
      try (EngineCursor a = pair[0].cursor(family, range, ReadTier.DISK);
          EngineCursor b = pair[1].cursor(family, range, ReadTier.DISK)) {
        for (int moves = random.nextInt(1, 30); moves > 0; moves--) {
          if (moves % 7 == 0) write();
          compareMove(a, b);
        }
      }
    }

    private void compareMove(EngineCursor a, EngineCursor b) {
      byte[] key = key();
      int move = random.nextInt(8);
      boolean moved = move(a, move, key);
      assertEquals(moved, move(b, move, key), "move " + move + " " + Bytes.of(key));
      if (!moved) return;
      assertEquals(bytes(a.key()), bytes(b.key()));
      assertEquals(bytes(a.value()), bytes(b.value()));
    }

    private static boolean move(EngineCursor cursor, int move, byte[] key) {
      return switch (move) {
        case 0 -> cursor.seek(key);
        case 1 -> cursor.seekBack(key);
        case 2, 3, 4 -> cursor.previous();
        default -> cursor.next();
      };
    }

    private void takeSnapshot() {
      if (snapshots.size() == SNAPSHOTS_MAX) return;
      snapshots.add(new EngineSnapshot[]{memory.snapshot(), rocks.snapshot()});
    }

    private void dropSnapshot() {
      if (snapshots.isEmpty()) return;
      for (EngineSnapshot snapshot : snapshots.remove(random.nextInt(snapshots.size()))) snapshot.close();
    }

    private void flushSometimes() {
      if (random.nextInt(6) != 0) return;
      memory.flush();
      rocks.flush();
      if (random.nextInt(3) == 0) rocks.compact(Family.values()[random.nextInt(Family.values().length)], KeyRange.ALL);
    }

    private List<EngineReader[]> readers() {
      List<EngineReader[]> all = new ArrayList<>(snapshots);
      all.add(new EngineReader[]{memory, rocks});
      return all;
    }

    /** Any but LOCK, whose keys have their own life. */
    private Family family() {
      Family family = anyFamily();
      return family == Family.LOCK ? Family.META : family;
    }

    private Family anyFamily() { return Family.values()[random.nextInt(Family.values().length)]; }

    /** Short keys over few bytes, the extremes among them, so that they meet. */
    private byte[] key() {
      byte[] key = new byte[random.nextInt(4)];
      for (int i = 0; i < key.length; i++)
        key[i] = new byte[]{0, 1, 'a', 'b', (byte) 0x80, (byte) 0xFF}[random.nextInt(6)];
      return key;
    }

    private byte[] value() {
      byte[] value = new byte[random.nextInt(40) == 0 ? 3000 : random.nextInt(20)];
      random.nextBytes(value);
      return value;
    }

    private KeyRange range(boolean mayBeUnbounded) {
      KeyRange prefix = KeyRange.prefix(key());
      if (random.nextInt(3) == 0 && (mayBeUnbounded || !prefix.unbounded())) return prefix;
      if (mayBeUnbounded && random.nextInt(4) == 0) return new KeyRange(key(), new byte[0]);
      byte[] start = key();
      byte[] end = key();
      while (end.length == 0) end = key();
      return new KeyRange(start, end);
    }

    private static Bytes bytes(byte[] bytes) { return bytes == null ? null : Bytes.of(bytes); }
  }
}
