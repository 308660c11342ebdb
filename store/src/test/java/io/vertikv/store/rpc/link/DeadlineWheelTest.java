package io.vertikv.store.rpc.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.loop.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeadlineWheelTest {
  private static final long MILLI = 1_000_000;
  private final VirtualTime time = new VirtualTime();
  private final Loop loop = time.newLoop();
  private final DeadlineWheel wheel = new DeadlineWheel(loop);
  private final List<Noted> expired = new ArrayList<>();

  private final class Noted extends Deadline {
    boolean removed;
    boolean told;
    long expiredAt;

    Noted(long nanos) { super(nanos); }

    @Override
    void expired() {
      told = true;
      expiredAt = loop.nanoTime();
      expired.add(this);
    }
  }

  @Test
  void eachExpiresOnceNotEarlyAndAtMostTwoTicksLateUnlessItWasRemoved() {
    long seed = 8;
    SplittableRandom random = new SplittableRandom(seed);
    List<Noted> all = new ArrayList<>();
    for (int round = 0; round < 2000; round++) {
      Noted deadline = new Noted(loop.nanoTime() + random.nextLong(-5 * MILLI, 12_000 * MILLI));
      all.add(deadline);
      wheel.add(deadline);
      if (random.nextInt(3) == 0) {
        Noted victim = all.get(random.nextInt(all.size()));
        victim.removed = victim.removed || victim.after != null;
        wheel.remove(victim);
      }
      if (random.nextInt(4) == 0) time.run(random.nextInt(40));
    }
    time.run(13_000);
    for (Noted each : all) {
      assertEquals(each.removed, !each.told, "seed " + seed);
      if (each.removed) continue;
      long late = each.expiredAt - each.nanos;
      assertTrue(late >= 0 && late <= 2 * DeadlineWheel.TICK_MILLIS * MILLI + 5 * MILLI, late + " ns, seed " + seed);
    }
    assertEquals(all.stream().filter(each -> !each.removed).count(), expired.size());
    assertEquals(0, wheel.count());
  }

  @Test
  void aPauseLongerThanTheWheelLosesNothing() {
    for (int millis : new int[]{10, 3000, 6000, 9000, 30_000}) wheel.add(new Noted(loop.nanoTime() + millis * MILLI));
    time.pause(20_000);
    time.run(50);
    assertEquals(4, expired.size());
    time.run(10_100);
    assertEquals(5, expired.size());
  }

  @Test
  void oneThatRemovesAnotherOfTheSameTurnFindsItGone() {
    long at = loop.nanoTime() + 20 * MILLI;
    Noted second = new Noted(at);
    wheel.add(new Deadline(at) {
      @Override
      void expired() { wheel.remove(second); }
    });
    wheel.add(second);
    time.run(100);
    assertEquals(0, wheel.count());
  }
}
