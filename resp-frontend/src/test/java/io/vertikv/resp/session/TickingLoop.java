package io.vertikv.resp.session;

import io.vertikv.store.loop.Loop;
import java.util.ArrayDeque;

/** A loop whose tasks run when told, and whose clock goes on by a microsecond whenever somebody looks at it. */
final class TickingLoop implements Loop {
  private static final long TICK_NANOS = 1_000;

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private long nanos = Long.MAX_VALUE - 50_000;
  private int readings;

  void runAll() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
  }

  void advance(long moreNanos) { nanos += moreNanos; }

  /** How often the clock was looked at. */
  int readings() {
    return readings;
  }

  @Override
  public void execute(Runnable task) { tasks.add(task); }

  @Override
  public Cancellable schedule(long delayMillis, Runnable task) { return () -> {}; }

  @Override
  public long nanoTime() {
    readings++;
    return nanos += TICK_NANOS;
  }

  @Override
  public long wallMillis() { return 1_700_000_000_000L; }

  @Override
  public boolean inLoop() { return true; }
}
