package io.vertikv.txn.route;

import io.vertikv.store.loop.Loop;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Loops on one thread and one clock, which goes on when nothing is left to do. */
final class VirtualTime {
  private record Timer(long dueNanos, long number, Runnable task) {}

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>(
      Comparator.comparingLong(Timer::dueNanos).thenComparingLong(Timer::number));
  private long nanos = 1_000_000_000L;
  private long timersMade;

  Loop loop() {
    return new VirtualLoop();
  }

  void after(long millis, Runnable task) {
    timers.add(new Timer(nanos + millis * 1_000_000, ++timersMade, task));
  }

  /** All that is due now. */
  void settle() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
  }

  /** All that is due until then. */
  void pass(long millis) {
    long until = nanos + millis * 1_000_000;
    settle();
    while (!timers.isEmpty() && timers.peek().dueNanos() <= until) {
      Timer timer = timers.poll();
      nanos = Math.max(nanos, timer.dueNanos());
      timer.task().run();
      settle();
    }
    nanos = until;
  }

  private final class VirtualLoop implements Loop {
    @Override
    public void execute(Runnable task) { tasks.add(task); }

    @Override
    public Cancellable schedule(long delayMillis, Runnable task) {
      Timer timer = new Timer(nanos + delayMillis * 1_000_000, ++timersMade, task);
      timers.add(timer);
      return () -> timers.remove(timer);
    }

    @Override
    public long nanoTime() { return nanos; }

    @Override
    public long wallMillis() { return nanos / 1_000_000; }

    @Override
    public boolean inLoop() { return true; }
  }
}
