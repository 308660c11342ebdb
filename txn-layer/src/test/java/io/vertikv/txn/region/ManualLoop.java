package io.vertikv.txn.region;

import io.vertikv.store.loop.Loop;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A loop that the test turns by hand; other threads may hand it tasks. */
final class ManualLoop implements Loop {
  private static final long PATIENCE_SECONDS = 20;

  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private long wallMillis = 1_700_000_000_000L;
  private long nanos;

  void advance(long millis) {
    wallMillis += millis;
    nanos += millis * 1_000_000;
  }

  /** Runs what is there, without waiting for more. */
  void turn() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
  }

  /** Runs what comes until the condition holds. */
  void until(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Runnable task = tasks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (task == null) throw new AssertionError("nothing happened for " + PATIENCE_SECONDS + " s");
      task.run();
    }
  }

  @Override
  public void execute(Runnable task) { tasks.add(task); }

  @Override
  public Cancellable schedule(long delayMillis, Runnable task) { throw new AssertionError("no timers here"); }

  @Override
  public long nanoTime() { return ++nanos; }

  @Override
  public long wallMillis() { return wallMillis; }

  @Override
  public boolean inLoop() { return true; }
}
