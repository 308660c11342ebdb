package io.vertikv.store.engine.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineSnapshot;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.NotInMemory;
import io.vertikv.store.engine.ReadTier;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryEngineTest {
  private static final byte[] KEY = {'k'};

  @Test
  void aCrashKeepsAPrefixNotShorterThanTheLastFlush() {
    Set<Integer> kept = new HashSet<>();
    Random random = new Random(11);
    for (int round = 0; round < 200; round++) {
      MemoryEngine engine = new MemoryEngine();
      for (int i = 1; i <= 6; i++) {
        engine.write(numbered(i));
        if (i == 3) engine.flush();
      }
      MemoryEngine after = engine.crash(random);
      int last = after.get(Family.META, KEY, ReadTier.DISK)[0];
      assertPrefix(after, last);
      assertArrayEquals(new byte[]{(byte) last}, after.get(Family.META, KEY, ReadTier.FLUSHED));
      kept.add(last);
      assertThrows(IllegalStateException.class, () -> engine.get(Family.META, KEY, ReadTier.DISK));
    }
    assertEquals(Set.of(3, 4, 5, 6), kept);
  }

  @Test
  void theSameCrashTwiceIsTheSameState() {
    for (int seed = 0; seed < 20; seed++) {
      assertArrayEquals(crashed(seed).get(Family.META, KEY, ReadTier.DISK),
          crashed(seed).get(Family.META, KEY, ReadTier.DISK));
    }
  }

  @Test
  void aColdKeyMustBeWarmedByADiskRead() {
    MemoryEngine engine = new MemoryEngine((family, key) -> family == Family.WRITE);
    engine.write(new EngineBatch().put(Family.WRITE, KEY, KEY).put(Family.META, KEY, KEY));
    assertArrayEquals(KEY, engine.get(Family.META, KEY, ReadTier.MEMORY));
    assertThrows(NotInMemory.class, () -> engine.get(Family.WRITE, KEY, ReadTier.MEMORY));
    assertArrayEquals(KEY, engine.get(Family.WRITE, KEY, ReadTier.DISK));
    assertArrayEquals(KEY, engine.get(Family.WRITE, KEY, ReadTier.MEMORY));
    engine.chill();
    assertThrows(NotInMemory.class, () -> engine.get(Family.WRITE, KEY, ReadTier.MEMORY));
  }

  @Test
  void aCursorStopsAtAColdKey() {
    MemoryEngine engine = new MemoryEngine((family, key) -> key[0] == 2);
    for (int i = 1; i <= 3; i++) engine.write(numbered(i));
    try (EngineCursor memory = engine.cursor(Family.RAW, KeyRange.ALL, ReadTier.MEMORY);
        EngineCursor disk = engine.cursor(Family.RAW, KeyRange.ALL, ReadTier.DISK)) {
      assertTrue(memory.next());
      assertThrows(NotInMemory.class, memory::next);
      assertThrows(IllegalStateException.class, memory::key);
      assertTrue(disk.seek(new byte[]{2}));
      assertTrue(memory.seek(new byte[]{2}));
      assertTrue(memory.next());
    }
  }

  @Test
  void flushedReadsSkipWhatIsOnlyInMemory() {
    MemoryEngine engine = new MemoryEngine();
    engine.write(numbered(1));
    assertNull(engine.get(Family.META, KEY, ReadTier.FLUSHED));
    engine.flush();
    engine.write(numbered(2));
    assertArrayEquals(new byte[]{1}, engine.get(Family.META, KEY, ReadTier.FLUSHED));
  }

  @Test
  void deleteOnceOfAKeyPutTwiceIsAnError() {
    MemoryEngine engine = new MemoryEngine();
    engine.write(new EngineBatch().put(Family.LOCK, KEY, KEY).put(Family.LOCK, KEY, KEY));
    EngineBatch wrong = new EngineBatch().deleteOnce(Family.LOCK, KEY);
    assertThrows(IllegalStateException.class, () -> engine.write(wrong));
    engine.write(new EngineBatch().delete(Family.LOCK, KEY).put(Family.LOCK, KEY, KEY));
    engine.write(wrong);
    assertNull(engine.get(Family.LOCK, KEY, ReadTier.DISK));
  }

  @Test
  void callersOwnWhatTheyGaveAndGot() {
    MemoryEngine engine = new MemoryEngine();
    byte[] value = {1};
    engine.write(new EngineBatch().put(Family.RAW, KEY, value));
    value[0] = 9;
    engine.get(Family.RAW, KEY, ReadTier.DISK)[0] = 9;
    assertArrayEquals(new byte[]{1}, engine.get(Family.RAW, KEY, ReadTier.DISK));
  }

  @Test
  void useAfterCloseThrows() {
    MemoryEngine engine = new MemoryEngine();
    EngineSnapshot snapshot = engine.snapshot();
    EngineCursor cursor = engine.cursor(Family.RAW, KeyRange.ALL, ReadTier.DISK);
    cursor.close();
    assertThrows(IllegalStateException.class, cursor::next);
    snapshot.close();
    assertThrows(IllegalStateException.class, () -> snapshot.get(Family.RAW, KEY, ReadTier.DISK));
    engine.close();
    assertThrows(IllegalStateException.class, () -> engine.get(Family.RAW, KEY, ReadTier.DISK));
    assertThrows(IllegalStateException.class, () -> engine.write(new EngineBatch()));
    assertThrows(IllegalStateException.class, engine::snapshot);
  }

  private static MemoryEngine crashed(int seed) {
    MemoryEngine engine = new MemoryEngine();
    for (int i = 1; i <= 50; i++) engine.write(numbered(i));
    return engine.crash(new Random(seed));
  }

  /** Batch number i: its number in META, and an entry of its own in RAW. */
  private static EngineBatch numbered(int i) {
    return new EngineBatch().put(Family.META, KEY, new byte[]{(byte) i}).put(Family.RAW, new byte[]{(byte) i}, KEY);
  }

  private static void assertPrefix(MemoryEngine engine, int last) {
    int found = 0;
    try (EngineCursor cursor = engine.cursor(Family.RAW, KeyRange.ALL, ReadTier.DISK)) {
      while (cursor.next()) assertEquals(++found, cursor.key()[0]);
    }
    assertEquals(last, found);
  }
}
