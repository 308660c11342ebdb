package io.vertikv.store.rpc.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.RpcCounters;
import io.vertikv.store.rpc.Transport.ReplyTarget;
import io.vertikv.store.rpc.Transport.RequestFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RequestTableTest {
  private final VirtualTime time = new VirtualTime();
  private final Loop loop = time.newLoop();
  private final DeadlineWheel wheel = new DeadlineWheel(loop);
  private final RequestTable table = new RequestTable(wheel, 1000, new RpcCounters());
  private final List<RequestFailure> failures = new ArrayList<>();

  private final class Asker implements ReplyTarget {
    @Override
    public void answered(byte[] payload) { throw new AssertionError("whoever takes it answers"); }

    @Override
    public void failed(RequestFailure failure) { failures.add(failure); }
  }

  @Test
  void answersFindTheirRequestsAsInAMap() {
    long seed = 12;
    SplittableRandom random = new SplittableRandom(seed);
    Map<Long, ReplyTarget> model = new TreeMap<>();
    long last = 0;
    for (int i = 0; i < 50_000; i++) {
      if (random.nextInt(100) < 52 && !table.isFull()) {
        Asker asker = new Asker();
        long number = table.add(loop.nanoTime() + 60_000_000_000L, asker);
        assertTrue(number > last, "numbers rise, seed " + seed);
        last = number;
        model.put(number, asker);
      } else if (!model.isEmpty()) {
        long number = random.nextInt(5) == 0
            ? random.nextLong()
            : model.keySet().stream()
                .skip(random.nextInt(model.size())).findFirst().orElseThrow();
        assertEquals(model.remove(number), table.take(number), "seed " + seed);
        assertNull(table.take(number), "nobody is told twice");
      }
      assertEquals(model.size(), table.count());
      assertEquals(model.size(), wheel.count());
    }
    table.failAll();
    assertEquals(model.size(), failures.size());
    assertEquals(0, table.count());
    assertEquals(0, wheel.count());
  }

  @Test
  void oneThatEndsTheLinkAtItsDeadlineFailsTheOthersOnce() {
    long deadline = loop.nanoTime() + 20_000_000;
    table.add(deadline, new ReplyTarget() {
      @Override
      public void answered(byte[] payload) {}

      @Override
      public void failed(RequestFailure failure) { table.failAll(); }
    });
    table.flushed();
    for (int i = 0; i < 3; i++) table.add(deadline, new Asker());
    time.run(100);
    assertEquals(List.of(RequestFailure.NOT_SENT, RequestFailure.NOT_SENT, RequestFailure.NOT_SENT), failures);
  }
}
