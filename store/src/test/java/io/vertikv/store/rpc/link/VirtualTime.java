package io.vertikv.store.rpc.link;

import io.vertikv.store.loop.Loop;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that moves when told to, and loops on it: all tasks of one run in one thread, in the order of their times. */
final class VirtualTime {
  private record Task(long nanos, long number, Runnable action) {}

  private final PriorityQueue<Task> tasks = new PriorityQueue<>(
      Comparator.comparingLong(Task::nanos).thenComparingLong(Task::number));
  // Not zero, and soon beyond the largest number: differences of nanoTime are all that counts.
  private long nanos = Long.MAX_VALUE - 3_000_000_000L;
  private long start = nanos;
  private long numbers;
  private Loop current;

  /** Runs everything that is due within the next milliseconds. */
  void run(long millis) {
    long end = elapsed() + millis * 1_000_000;
    while (!tasks.isEmpty() && tasks.peek().nanos <= end) {
      Task task = tasks.poll();
      nanos = start + Math.max(elapsed(), task.nanos);
      task.action.run();
    }
    nanos = start + end;
  }

  /** Time passes, and nobody notices: a pause of the process. */
  void pause(long millis) {
    nanos += millis * 1_000_000;
  }

  long elapsed() { return nanos - start; }

  Runnable at(long delayNanos, Runnable action) {
    Task task = new Task(elapsed() + delayNanos, numbers++, action);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  Loop newLoop() {
    return new Loop() {
      @Override
      public void execute(Runnable task) { at(0, () -> on(task)); }

      @Override
      public Cancellable schedule(long delayMillis, Runnable task) {
        return at(delayMillis * 1_000_000, () -> on(task))::run;
      }

      private void on(Runnable task) {
        current = this;
        task.run();
        current = null;
      }

      @Override
      public long nanoTime() { return nanos; }

      @Override
      public long wallMillis() { return elapsed() / 1_000_000; }

      @Override
      public boolean inLoop() { return current == this; }
    };
  }
}
