package io.vertikv.store.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VertxLoopTest {
  private final Vertx vertx = Vertx.vertx();
  private final Loop loop = VertxLoop.of(((VertxInternal) vertx).createEventLoopContext());

  @AfterEach
  void close() { vertx.close(); }

  @Test
  void runsTasksInTheirOrderOnItsOwnThread() throws InterruptedException {
    List<Integer> order = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    assertFalse(loop.inLoop());
    loop.execute(() -> {
      loop.execute(() -> order.add(2));
      order.add(1);
    });
    loop.execute(() -> loop.execute(() -> loop.execute(() -> {
      order.add(loop.inLoop() ? 3 : -3);
      done.countDown();
    })));
    assertTrue(done.await(10, TimeUnit.SECONDS));
    assertEquals(List.of(1, 2, 3), order);
  }

  @Test
  void timersRunNotBeforeTheirTimeAndNotWhenCancelled() throws InterruptedException {
    List<String> ran = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(1);
    long start = loop.nanoTime();
    loop.execute(() -> {
      Loop.Cancellable cancelled = loop.schedule(5, () -> ran.add("cancelled"));
      loop.schedule(20, () -> {
        ran.add("late");
        done.countDown();
      });
      loop.schedule(0, () -> ran.add("soon"));
      cancelled.cancel();
    });
    assertTrue(done.await(10, TimeUnit.SECONDS));
    assertEquals(List.of("soon", "late"), ran);
    assertTrue(loop.nanoTime() - start >= 20_000_000);
    assertTrue(loop.wallMillis() > 1_700_000_000_000L);
  }

  @Test
  void wantsAnEventLoop() {
    assertThrows(IllegalArgumentException.class,
        () -> VertxLoop.of(((VertxInternal) vertx).createWorkerContext()));
  }
}
