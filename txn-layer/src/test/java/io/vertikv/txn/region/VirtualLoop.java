package io.vertikv.txn.region;

import io.vertikv.store.loop.Lane;
import io.vertikv.store.loop.LaneWork;
import io.vertikv.store.loop.Loop;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One thread and its own time for loops, lanes and workers: tasks run in order of time and age, and time jumps to them. */
final class VirtualLoop implements Loop {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long PATIENCE_MILLIS = 60_000;

  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private long nanos = NANOS_PER_MILLI;
  private long age;

  private record Timer(long at, long age, Runnable task, boolean[] cancelled) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(age, other.age);
    }
  }

  void until(BooleanSupplier condition) {
    long end = nanos + PATIENCE_MILLIS * NANOS_PER_MILLI;
    while (!condition.getAsBoolean()) {
      if (timers.isEmpty() || timers.peek().at > end) throw new AssertionError("it never happens");
      step();
    }
  }

  /** So many tasks, wherever they come from. */
  void turns(int count) {
    for (int i = 0; i < count && !timers.isEmpty(); i++) step();
  }

  void elapse(long millis) {
    long end = nanos + millis * NANOS_PER_MILLI;
    while (!timers.isEmpty() && timers.peek().at <= end) step();
    nanos = end;
  }

  private void step() {
    Timer next = timers.remove();
    nanos = Math.max(nanos, next.at);
    if (!next.cancelled[0]) next.task.run();
  }

  Executor workers() { return this::execute; }

  /** Lanes of a process that may die: then their steps end; or pause. */
  Lane.Factory lanes(BooleanSupplier alive, BooleanSupplier paused) {
    return (name, work, failed) -> new VirtualLane(work, alive, paused, failed);
  }

  private final class VirtualLane implements Lane {
    private final LaneWork work;
    private final BooleanSupplier alive;
    private final BooleanSupplier paused;
    private final Consumer<Throwable> failed;
    private boolean due;

    VirtualLane(LaneWork work, BooleanSupplier alive, BooleanSupplier paused, Consumer<Throwable> failed) {
      this.work = work;
      this.alive = alive;
      this.paused = paused;
      this.failed = failed;
    }

    @Override
    public void wake() {
      if (!due) stepIn(0);
    }

    private void stepIn(long delayNanos) {
      due = true;
      at(nanos + delayNanos, () -> {
        due = false;
        if (paused.getAsBoolean()) stepIn(NANOS_PER_MILLI);
        else if (alive.getAsBoolean()) stepNow();
      });
    }

    private void stepNow() {
      long next;
      try {
        next = work.step();
      } catch (RuntimeException failure) {
        failed.accept(failure);
        return;
      }
      if (next == LaneWork.ENDED || due) return;
      if (next != LaneWork.NEVER) stepIn(next);
      else if (work.hasWork()) stepIn(0);
    }

    @Override
    public void join() {}
  }

  private boolean[] at(long when, Runnable task) {
    boolean[] cancelled = new boolean[1];
    timers.add(new Timer(when, age++, task, cancelled));
    return cancelled;
  }

  @Override
  public void execute(Runnable task) { at(nanos, task); }

  @Override
  public Cancellable schedule(long delayMillis, Runnable task) {
    boolean[] cancelled = at(nanos + delayMillis * NANOS_PER_MILLI, task);
    return () -> cancelled[0] = true;
  }

  @Override
  public long nanoTime() { return nanos; }

  @Override
  public long wallMillis() { return 1_700_000_000_000L + nanos / NANOS_PER_MILLI; }

  @Override
  public boolean inLoop() { return true; }
}
