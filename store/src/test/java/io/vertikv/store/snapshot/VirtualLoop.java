package io.vertikv.store.snapshot;

import io.vertikv.store.loop.Loop;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** One thread, its own time: tasks run in order of time and age; when there is nothing to do, time jumps. */
final class VirtualLoop implements Loop {
  private static final int STEPS_MAX = 1_000_000;

  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private long nanos = 1;
  private long age;

  private record Timer(long at, long age, Runnable task, boolean[] cancelled) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(age, other.age);
    }
  }

  /** Workers whose jobs take a while of this loop's time; other things happen in between. */
  Executor workers(long millis) {
    return job -> schedule(millis, job);
  }

  void until(BooleanSupplier condition) {
    for (int steps = 0; !condition.getAsBoolean(); steps++) {
      if (steps == STEPS_MAX || timers.isEmpty()) throw new AssertionError("it never happens");
      step();
    }
  }

  void runForMillis(long millis) {
    long end = nanos + millis * 1_000_000;
    while (!timers.isEmpty() && timers.peek().at <= end) step();
    nanos = end;
  }

  private void step() {
    Timer next = timers.remove();
    nanos = Math.max(nanos, next.at);
    if (!next.cancelled[0]) next.task.run();
  }

  @Override
  public void execute(Runnable task) { schedule(0, task); }

  @Override
  public Cancellable schedule(long delayMillis, Runnable task) {
    boolean[] cancelled = new boolean[1];
    timers.add(new Timer(nanos + delayMillis * 1_000_000, age++, task, cancelled));
    return () -> cancelled[0] = true;
  }

  @Override
  public long nanoTime() { return nanos; }

  @Override
  public long wallMillis() { return nanos / 1_000_000; }

  @Override
  public boolean inLoop() { return true; }
}
