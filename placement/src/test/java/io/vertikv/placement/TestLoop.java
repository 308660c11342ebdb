package io.vertikv.placement;

import io.vertikv.store.loop.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A loop whose time and turns are the test's. */
public final class TestLoop implements Loop {
  public static final long NOW = 1_700_000_000_000L;

  private record Timer(long atNanos, Runnable task) {}

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final List<Timer> timers = new ArrayList<>();
  private long nanos;
  public long wall = NOW;

  /** Runs all that is there. */
  public void turn() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
  }

  /** Time passes, timers fire. */
  public void pass(long millis) {
    long until = nanos + millis * 1_000_000;
    turn();
    for (Timer next = next(until); next != null; next = next(until)) {
      timers.remove(next);
      nanos = Math.max(nanos, next.atNanos);
      next.task.run();
      turn();
    }
    wall += millis;
    nanos = until;
  }

  private Timer next(long until) {
    return timers.stream().filter(timer -> timer.atNanos <= until).min(Comparator.comparingLong(Timer::atNanos))
        .orElse(null);
  }

  public int timers() { return timers.size(); }

  @Override
  public void execute(Runnable task) { tasks.add(task); }

  @Override
  public Cancellable schedule(long delayMillis, Runnable task) {
    Timer timer = new Timer(nanos + delayMillis * 1_000_000, task);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  @Override
  public long nanoTime() { return nanos; }

  @Override
  public long wallMillis() { return wall; }

  @Override
  public boolean inLoop() { return true; }
}
