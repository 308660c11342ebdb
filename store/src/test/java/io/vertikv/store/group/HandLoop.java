package io.vertikv.store.group;

import io.vertikv.store.loop.Loop;
import java.util.ArrayDeque;

/** A loop that the test turns. */
final class HandLoop implements Loop {
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private long nanos;

  void advance(long millis) { nanos += millis * 1_000_000; }

  void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
  }

  @Override
  public void execute(Runnable task) { tasks.add(task); }

  @Override
  public Cancellable schedule(long delayMillis, Runnable task) { throw new AssertionError("no timers here"); }

  @Override
  public long nanoTime() { return nanos; }

  @Override
  public long wallMillis() { throw new AssertionError("no wall clock here"); }

  @Override
  public boolean inLoop() { return true; }
}
