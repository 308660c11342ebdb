package io.vertikv.store.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.memory.MemoryEngine;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LogKeeperTest {
  private static final byte[] KEY = {1};
  private static final byte[] VALUE = {2};

  @Test
  void theEngineFlushesForALogThatIsTooLargeUnlessTheDiskHasNoRoomForThat() {
    AtomicBoolean room = new AtomicBoolean();
    try (MemoryEngine engine = new MemoryEngine()) {
      LogKeeper keeper = new LogKeeper(engine, Runnable::run, () -> 11, 10, room::get);
      engine.write(new EngineBatch().put(Family.META, KEY, VALUE));
      keeper.check();
      assertEquals(null, engine.get(Family.META, KEY, ReadTier.FLUSHED));
      room.set(true);
      keeper.check();
      assertEquals(Bytes.of(VALUE), Bytes.of(engine.get(Family.META, KEY, ReadTier.FLUSHED)));
    }
  }
}
