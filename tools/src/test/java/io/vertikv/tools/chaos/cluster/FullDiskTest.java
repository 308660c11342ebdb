package io.vertikv.tools.chaos.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.HealthListener;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.rocks.RocksConfig;
import io.vertikv.store.engine.rocks.RocksEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine on a file system that is really full. */
class FullDiskTest {
  private static final int VALUE_BYTES = 256 << 10;
  private static final int WRITES_MAX = 4_000;
  private static final long ROOM_SECONDS = 60;
  private static final long LOOK_NANOS = 100_000_000;

  private final Random random = new Random(1);
  private final List<EngineFailure> fatal = new ArrayList<>();

  /** Null: written. */
  private EngineFailure write(RocksEngine engine, int number) {
    byte[] value = new byte[VALUE_BYTES];
    random.nextBytes(value);
    ByteBuffer.wrap(value).putInt(number);
    try {
      engine.write(new EngineBatch().put(Family.WRITE, key(number), value));
      return null;
    } catch (EngineFailure failure) {
      return failure;
    }
  }

  private static byte[] key(int number) { return ByteBuffer.allocate(Integer.BYTES).putInt(number).array(); }

  private HealthListener listener() {
    return new HealthListener() {
      @Override
      public void flushed() {}

      @Override
      public void stallChanged(WriteStall stall) {}

      @Override
      public void failed(EngineFailure failure) { fatal.add(failure); }
    };
  }

  @Test
  void theEngineRefusesWritesUntilThereIsRoomAndLosesNothing(@TempDir Path folder)
      throws IOException, InterruptedException {
    assumeTrue(SmallDisk.possible(folder), "mounting needs root");
    Path data = folder.resolve("data");
    RocksConfig config = RocksConfig.defaults(RocksConfig.MEMORY_BYTES_MIN);
    int written = 0;
    try (SmallDisk disk = SmallDisk.mount(data)) {
      try (RocksEngine engine = RocksEngine.open(data.resolve("engine"), config, listener())) {
        write(engine, written++);
        engine.stats();
        disk.fill();
        EngineFailure refused = null;
        while (refused == null && written < WRITES_MAX) {
          refused = write(engine, written);
          if (refused == null) written++;
        }
        assertNotNull(refused, "the memtables cannot grow for ever");
        assertEquals(EngineFailure.Kind.DISK_FULL, refused.kind());
        engine.stats();
        assertArrayEquals(key(0), head(engine, 0), "reads go on");
        disk.release();
        long untilNanos = System.nanoTime() + ROOM_SECONDS * 1_000_000_000;
        while (refused != null && System.nanoTime() - untilNanos < 0) {
          LockSupport.parkNanos(LOOK_NANOS);
          engine.stats();
          refused = write(engine, written);
        }
        assertEquals(null, refused, "there is room again");
        written++;
        engine.flush();
      }
      try (RocksEngine engine = RocksEngine.open(data.resolve("engine"), config)) {
        for (int i = 0; i < written; i++) assertArrayEquals(key(i), head(engine, i));
      }
    }
    assertTrue(fatal.isEmpty(), fatal::toString);
  }

  private static byte[] head(RocksEngine engine, int number) {
    return Arrays.copyOf(engine.get(Family.WRITE, key(number), ReadTier.DISK), Integer.BYTES);
  }
}
