package io.vertikv.store.engine.rocks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.engine.EngineSnapshot;
import io.vertikv.store.engine.EngineStats;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.HealthListener;
import io.vertikv.store.engine.NotInMemory;
import io.vertikv.store.engine.ReadTier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

class RocksEngineTest {
  private static final byte[] KEY = utf8("key");
  private static final byte[] VALUE = utf8("value");

  @TempDir
  Path folder;

  @Test
  void aBatchIsWhatRocksDbWouldHaveMade() throws RocksDBException {
    Random random = new Random(3);
    try (RawFamilies raw = new RawFamilies(folder); WriteBatch theirs = new WriteBatch()) {
      EngineBatch ours = new EngineBatch();
      for (int i = 0; i < 400; i++) {
        Family family = Family.values()[random.nextInt(Family.values().length)];
        raw.change(random, family, ours, theirs);
      }
      assertArrayEquals(theirs.data(), ours.toByteArray());
      assertEquals(theirs.count(), ours.count());
    }
  }

  @Test
  void memoryReadsOfAColdCacheAreRefusedUntilADiskReadHasWarmedIt() {
    try (RocksEngine engine = open()) {
      engine.write(new EngineBatch().put(Family.RAW, KEY, VALUE));
      assertArrayEquals(VALUE, engine.get(Family.RAW, KEY, ReadTier.MEMORY));
      engine.flush();
    }
    try (RocksEngine engine = open()) {
      NotInMemory refusal = assertThrows(NotInMemory.class, () -> engine.get(Family.RAW, KEY, ReadTier.MEMORY));
      assertSame(NotInMemory.INSTANCE, refusal);
      try (EngineCursor cursor = engine.cursor(Family.RAW, KeyRange.ALL, ReadTier.MEMORY)) {
        assertThrows(NotInMemory.class, cursor::next);
        assertThrows(IllegalStateException.class, cursor::key);
        assertArrayEquals(VALUE, engine.get(Family.RAW, KEY, ReadTier.DISK));
        assertTrue(cursor.seek(KEY));
        assertArrayEquals(VALUE, cursor.value());
      }
      assertArrayEquals(VALUE, engine.get(Family.RAW, KEY, ReadTier.MEMORY));
      assertNull(engine.get(Family.HISTORY, KEY, ReadTier.MEMORY));
    }
  }

  @Test
  void flushedReadsSkipMemtablesOfAnySnapshotButAreNotACursor() {
    try (RocksEngine engine = open()) {
      engine.write(new EngineBatch().put(Family.META, KEY, utf8("1")));
      assertNull(engine.get(Family.META, KEY, ReadTier.FLUSHED));
      engine.flush();
      engine.write(new EngineBatch().put(Family.META, KEY, utf8("2")));
      assertArrayEquals(utf8("1"), engine.get(Family.META, KEY, ReadTier.FLUSHED));
      assertThrows(IllegalArgumentException.class, () -> engine.cursor(Family.META, KeyRange.ALL, ReadTier.FLUSHED));
      try (EngineSnapshot snapshot = engine.snapshot()) {
        assertThrows(IllegalArgumentException.class, () -> snapshot.get(Family.META, KEY, ReadTier.FLUSHED));
      }
    }
  }

  @Test
  void useAfterCloseThrows() {
    RocksEngine engine = open();
    EngineSnapshot snapshot = engine.snapshot();
    EngineCursor ofSnapshot = snapshot.cursor(Family.RAW, KeyRange.ALL, ReadTier.DISK);
    EngineCursor cursor = engine.cursor(Family.RAW, KeyRange.ALL, ReadTier.DISK);
    snapshot.close();
    snapshot.close();
    assertThrows(IllegalStateException.class, () -> snapshot.get(Family.RAW, KEY, ReadTier.DISK));
    assertThrows(IllegalStateException.class, () -> snapshot.cursor(Family.RAW, KeyRange.ALL, ReadTier.DISK));
    assertEquals(false, ofSnapshot.next());
    ofSnapshot.close();
    cursor.close();
    cursor.close();
    assertThrows(IllegalStateException.class, cursor::next);
    assertThrows(IllegalStateException.class, cursor::key);
    engine.close();
    engine.close();
    assertThrows(IllegalStateException.class, () -> engine.get(Family.RAW, KEY, ReadTier.DISK));
    assertThrows(IllegalStateException.class, () -> engine.cursor(Family.RAW, KeyRange.ALL, ReadTier.DISK));
    assertThrows(IllegalStateException.class, engine::snapshot);
    assertThrows(IllegalStateException.class, () -> engine.write(new EngineBatch().delete(Family.RAW, KEY)));
    assertThrows(IllegalStateException.class, engine::flush);
    assertThrows(IllegalStateException.class, engine::stats);
    assertThrows(IllegalStateException.class, () -> engine.approximateBytes(Family.RAW, KeyRange.ALL));
  }

  @Test
  void anOpenCursorKeepsTheDatabaseFromBeingFreed() {
    RocksEngine engine = open();
    engine.write(new EngineBatch().put(Family.RAW, KEY, VALUE));
    EngineCursor cursor = engine.cursor(Family.RAW, KeyRange.ALL, ReadTier.DISK);
    IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> engine.close(10));
    assertTrue(refusal.getMessage().startsWith("1 "), refusal.getMessage());
    assertTrue(cursor.next());
    assertArrayEquals(VALUE, cursor.value());
    cursor.close();
    engine.close();
  }

  @Test
  void readersInFlightAreWaitedForAndLaterOnesRefused()
      throws InterruptedException, ExecutionException, TimeoutException {
    RocksEngine engine = open();
    engine.write(new EngineBatch().put(Family.RAW, KEY, VALUE));
    CountDownLatch reading = new CountDownLatch(3);
    List<CompletableFuture<Void>> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) readers.add(CompletableFuture.runAsync(() -> readUntilRefused(engine, reading)));
    assertTrue(reading.await(10, TimeUnit.SECONDS));
    engine.close();
    for (CompletableFuture<Void> reader : readers) reader.get(10, TimeUnit.SECONDS);
  }

  private static void readUntilRefused(RocksEngine engine, CountDownLatch reading) {
    assertThrows(IllegalStateException.class, () -> {
      while (true) {
        assertArrayEquals(VALUE, engine.get(Family.RAW, KEY, ReadTier.DISK));
        try (EngineSnapshot snapshot = engine.snapshot();
            EngineCursor cursor = snapshot.cursor(Family.RAW, KeyRange.prefix(KEY), ReadTier.DISK)) {
          assertTrue(cursor.seek(KEY));
        }
        try (EngineCursor cursor = engine.cursor(Family.RAW, KeyRange.prefix(KEY), ReadTier.MEMORY)) {
          assertTrue(cursor.seek(KEY));
        }
        reading.countDown();
      }
    });
  }

  @Test
  void aFlushIsTold() {
    AtomicInteger flushes = new AtomicInteger();
    try (RocksEngine engine = RocksEngine.open(folder, NumberedBatches.smallConfig(),
        listener(flushes, new ArrayList<>()))) {
      engine.stats();
      int before = flushes.get();
      engine.write(new EngineBatch().put(Family.META, KEY, VALUE));
      engine.stats();
      assertEquals(before, flushes.get());
      engine.flush();
      engine.stats();
      assertEquals(before + 1, flushes.get());
    }
  }

  @Test
  void aFailedFlushIsToldOnce() throws IOException {
    List<EngineFailure> failures = new ArrayList<>();
    Path place = Files.createDirectory(folder.resolve("db"));
    try (RocksEngine engine = RocksEngine.open(place, NumberedBatches.smallConfig(),
        listener(new AtomicInteger(), failures))) {
      Files.move(place, folder.resolve("elsewhere"));
      engine.write(new EngineBatch().put(Family.RAW, KEY, VALUE));
      EngineFailure thrown = assertThrows(EngineFailure.class, engine::flush);
      assertEquals(EngineFailure.Kind.IO, thrown.kind());
      assertThrows(EngineFailure.class, engine::flush);
      assertTrue(engine.stats().backgroundErrors() > 0);
      assertEquals(List.of(thrown), failures);
    }
  }

  private static HealthListener listener(AtomicInteger flushes, List<EngineFailure> failures) {
    return new HealthListener() {
      @Override
      public void flushed() { flushes.incrementAndGet(); }

      @Override
      public void stallChanged(WriteStall stall) {}

      @Override
      public void failed(EngineFailure failure) { failures.add(failure); }
    };
  }

  @Test
  void aSecondOpenIsRefused() {
    try (RocksEngine engine = open()) {
      assertThrows(EngineFailure.class, this::open);
      assertNull(engine.get(Family.RAW, KEY, ReadTier.DISK));
    }
  }

  @Test
  void aDatabaseWithOtherFamilyIdsIsRefused() throws RocksDBException {
    try (Options options = new Options().setCreateIfMissing(true);
        RocksDB db = RocksDB.open(options, folder.toString());
        ColumnFamilyHandle foreign = db.createColumnFamily(new ColumnFamilyDescriptor(utf8("ttl")))) {
      assertEquals(1, foreign.getID());
    }
    EngineFailure refusal = assertThrows(EngineFailure.class, this::open);
    assertEquals(EngineFailure.Kind.CORRUPTION, refusal.kind());
    assertThrows(EngineFailure.class, this::open, "the refused one must have let go of the lock");
  }

  @Test
  void aReclaimedRangeTakesNoSpaceAndLeavesItsNeighbours() {
    try (RocksEngine engine = open()) {
      Random random = new Random(5);
      for (int i = 0; i < 100; i++) {
        EngineBatch batch = new EngineBatch();
        for (int k = 0; k < 20; k++) batch.put(Family.HISTORY, numbered(i * 20 + k), random(random, 1000));
        engine.write(batch);
      }
      engine.flush();
      KeyRange middle = new KeyRange(numbered(200), numbered(1800));
      assertTrue(engine.approximateBytes(Family.HISTORY, middle) > 1_000_000);
      engine.write(new EngineBatch().deleteRange(Family.HISTORY, middle));
      engine.flush();
      engine.reclaim(Family.HISTORY, middle);
      assertTrue(engine.approximateBytes(Family.HISTORY, middle) < 100_000);
      assertTrue(engine.approximateBytes(Family.HISTORY, KeyRange.ALL) > 300_000);
      assertEquals(400, count(engine, Family.HISTORY));
    }
  }

  @Test
  void keysAreCountedByRangeInTablesAndInMemory() {
    try (RocksEngine engine = open()) {
      List<KeyRange> ranges = List.of(KeyRange.ALL, new KeyRange(numbered(0), numbered(1_000)),
          new KeyRange(numbered(1_500), numbered(9_999)), new KeyRange(numbered(5_000), numbered(9_999)));
      assertArrayEquals(new long[4], engine.approximateKeys(Family.WRITE, ranges));
      for (int i = 0; i < 2_000; i++) engine.write(new EngineBatch().put(Family.WRITE, numbered(i), new byte[100]));
      engine.write(new EngineBatch().put(Family.HISTORY, numbered(5_000), new byte[100]));
      for (String place : List.of("memory", "tables")) {
        long[] keys = engine.approximateKeys(Family.WRITE, ranges);
        assertEquals(2_000, keys[0], 200, place);
        assertEquals(1_000, keys[1], 300, place);
        assertEquals(500, keys[2], 300, place);
        assertEquals(0, keys[3], place);
        engine.flush();
      }
    }
  }

  @Test
  void aCheckpointIsAnEngineOfItsOwn() {
    Path copy = folder.resolve("copy");
    try (RocksEngine engine = RocksEngine.open(folder.resolve("db"), NumberedBatches.smallConfig())) {
      for (long n = 1; n <= 100; n++) engine.write(NumberedBatches.batch(n));
      engine.checkpoint(copy);
      for (long n = 101; n <= 150; n++) engine.write(NumberedBatches.batch(n));
    }
    try (RocksEngine engine = RocksEngine.open(copy, NumberedBatches.smallConfig())) {
      assertEquals(100, NumberedBatches.requirePrefix(engine));
    }
  }

  @Test
  void statsFollowTheState() {
    try (RocksEngine engine = open()) {
      EngineStats before = engine.stats();
      engine.write(new EngineBatch().put(Family.HISTORY, KEY, new byte[200_000]));
      assertTrue(engine.stats().memtableBytes() >= before.memtableBytes() + 200_000);
      engine.flush();
      engine.get(Family.HISTORY, KEY, ReadTier.DISK);
      engine.get(Family.HISTORY, KEY, ReadTier.DISK);
      EngineStats after = engine.stats();
      assertEquals(1, after.level0FilesMax());
      assertTrue(after.tableFileBytes() > 0 && after.liveBytes() > 0);
      assertTrue(after.cacheHits() > 0 && after.cacheBytes() > 0);
      assertEquals(HealthListener.WriteStall.NONE, after.stall());
      assertEquals(0, after.backgroundErrors());
    }
  }

  private RocksEngine open() { return RocksEngine.open(folder, NumberedBatches.smallConfig()); }

  private static int count(RocksEngine engine, Family family) {
    int count = 0;
    try (EngineCursor cursor = engine.cursor(family, KeyRange.ALL, ReadTier.DISK)) {
      while (cursor.next()) count++;
    }
    return count;
  }

  private static byte[] numbered(int i) { return utf8("%06d".formatted(i)); }

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] utf8(String text) { return text.getBytes(StandardCharsets.UTF_8); }

  /** A plain RocksDB with our families, to make RocksDB's own batches. */
  private static final class RawFamilies implements AutoCloseable {
    private final Options options = new Options().setCreateIfMissing(true);
    private final RocksDB db;
    private final List<ColumnFamilyHandle> handles = new ArrayList<>();

    RawFamilies(Path folder) throws RocksDBException {
      db = RocksDB.open(options, folder.toString());
      handles.add(db.getDefaultColumnFamily());
      for (Family family : Family.values()) {
        if (family == Family.META) continue;
        handles.add(db.createColumnFamily(new ColumnFamilyDescriptor(utf8(family.label()))));
      }
    }

    void change(Random random, Family family, EngineBatch ours, WriteBatch theirs) throws RocksDBException {
      ColumnFamilyHandle handle = handles.get(family.ordinal());
      byte[] key = random(random, random.nextInt(200));
      byte[] value = random(random, random.nextInt(400));
      switch (random.nextInt(4)) {
        case 0 -> {
          ours.put(family, key, value);
          theirs.put(handle, key, value);
        }
        case 1 -> {
          ours.delete(family, key);
          theirs.delete(handle, key);
        }
        case 2 -> {
          ours.deleteOnce(family, key);
          theirs.singleDelete(handle, key);
        }
        default -> {
          byte[] end = random(random, 201);
          end[0] = (byte) 0xFF;
          key = utf8("a");
          ours.deleteRange(family, new KeyRange(key, end));
          theirs.deleteRange(handle, key, end);
        }
      }
    }

    @Override
    public void close() {
      handles.forEach(ColumnFamilyHandle::close);
      db.close();
      options.close();
    }
  }
}
