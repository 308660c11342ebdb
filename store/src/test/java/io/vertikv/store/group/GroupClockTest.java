package io.vertikv.store.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertikv.store.loop.Loop;
import org.junit.jupiter.api.Test;

class GroupClockTest {
  private final OneTimer loop = new OneTimer();
  private final GroupClock clock = new GroupClock(loop, 20);

  private static final class Sleeper implements GroupClock.Ticked {
    int wantedTicks;
    int ticks;

    @Override
    public void tick() { ticks++; }

    @Override
    public boolean wantsTicks() { return ticks < wantedTicks; }
  }

  @Test
  void whileAllSleepThereIsNoTimer() {
    Sleeper one = new Sleeper();
    one.wantedTicks = 3;
    clock.wake(one);
    clock.wake(one);
    for (int turn = 0; turn < 3; turn++) loop.turn();
    assertEquals(3, one.ticks);
    assertNull(loop.timer);
  }

  @Test
  void onlyThoseThatAreAwakeAreTicked() {
    Sleeper brief = new Sleeper();
    Sleeper lasting = new Sleeper();
    brief.wantedTicks = 1;
    lasting.wantedTicks = 5;
    clock.wake(brief);
    clock.wake(lasting);
    for (int turn = 0; turn < 3; turn++) loop.turn();
    assertEquals(1, brief.ticks);
    assertEquals(3, lasting.ticks);
    assertEquals(1, clock.awake());
    brief.wantedTicks = 2;
    clock.wake(brief);
    loop.turn();
    assertEquals(2, brief.ticks);
  }

  @Test
  void oneThatIsStoppedWakesNobody() {
    Sleeper one = new Sleeper();
    one.wantedTicks = 1;
    clock.wake(one);
    clock.stop();
    clock.wake(one);
    assertNull(loop.timer);
  }

  /** Holds what the clock has scheduled. */
  private static final class OneTimer implements Loop {
    Runnable timer;

    void turn() {
      Runnable due = timer;
      timer = null;
      due.run();
    }

    @Override
    public void execute(Runnable task) { throw new AssertionError("nothing crosses"); }

    @Override
    public Cancellable schedule(long delayMillis, Runnable task) {
      assertNull(timer, "one timer for all");
      timer = task;
      return () -> timer = null;
    }

    @Override
    public long nanoTime() { throw new AssertionError("no clock here"); }

    @Override
    public long wallMillis() { throw new AssertionError("no clock here"); }

    @Override
    public boolean inLoop() { return true; }
  }
}
