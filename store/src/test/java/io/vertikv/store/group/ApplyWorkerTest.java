package io.vertikv.store.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.raft.log.LogEntry;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.loop.LaneWork;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApplyWorkerTest {
  private static final byte[] KEY = {1};

  private final HandLoop loop = new HandLoop();
  private final HandLanes lanes = new HandLanes();
  private final MemoryEngine memory = new MemoryEngine();
  private final List<Byte> applied = new ArrayList<>();
  private boolean full;
  private final ApplyWorker worker = new ApplyWorker(lanes, engine(), ApplyWorkerTest::fail);

  private static void fail(Throwable failure) { throw new AssertionError(failure); }

  /** Refuses writes when it is full. */
  private Engine engine() {
    return (Engine) Proxy.newProxyInstance(Engine.class.getClassLoader(), new Class<?>[]{Engine.class},
        (proxy, method, arguments) -> {
          if (method.getName().equals("write") && full)
            throw new EngineFailure(EngineFailure.Kind.DISK_FULL, "no space left", null);
          try {
            return method.invoke(memory, arguments);
          } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
          }
        });
  }

  private void submit(int value) {
    worker.submit(new ApplyTarget() {
      @Override
      public void apply(List<LogEntry> entries, EngineBatch batch) {
        batch.put(Family.META, KEY, new byte[]{(byte) value});
      }

      @Override
      public void applied(List<LogEntry> entries) { applied.add((byte) value); }
    }, loop, List.of());
  }

  @Test
  void whatTheDiskHasNoRoomForIsAppliedWhenThereIsSomeInItsOrder() {
    worker.start();
    full = true;
    submit(1);
    lanes.step("apply");
    submit(2);
    lanes.step("apply");
    loop.run();
    assertEquals(List.of(), applied);
    full = false;
    lanes.step("apply");
    loop.run();
    assertEquals(List.of((byte) 1), applied, "what was held comes first");
    lanes.step("apply");
    loop.run();
    assertEquals(List.of((byte) 1, (byte) 2), applied);
    assertArrayEquals(new byte[]{2}, memory.get(Family.META, KEY, ReadTier.DISK));
  }

  @Test
  void aStopDoesNotWaitForRoom() {
    worker.start();
    full = true;
    submit(1);
    assertTrue(lanes.step("apply") > 0, "it comes back by itself");
    worker.close();
    assertEquals(LaneWork.ENDED, lanes.step("apply"));
    loop.run();
    assertEquals(List.of(), applied);
  }
}
