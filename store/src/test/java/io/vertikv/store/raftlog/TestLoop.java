package io.vertikv.store.raftlog;

import io.vertikv.store.loop.Loop;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A loop on a thread of its own that counts its tasks; without timers or clocks. */
final class TestLoop implements Loop, AutoCloseable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  final AtomicInteger tasks = new AtomicInteger();

  @Override
  public void execute(Runnable task) {
    tasks.incrementAndGet();
    thread.execute(task);
  }

  @Override
  public Cancellable schedule(long delayMillis, Runnable task) { throw new UnsupportedOperationException(); }

  @Override
  public long nanoTime() { throw new UnsupportedOperationException(); }

  @Override
  public long wallMillis() { throw new UnsupportedOperationException(); }

  @Override
  public boolean inLoop() { throw new UnsupportedOperationException(); }

  @Override
  public void close() { thread.close(); }
}
