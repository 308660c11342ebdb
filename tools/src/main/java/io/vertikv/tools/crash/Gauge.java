package io.vertikv.tools.crash;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Counts acknowledgements of all connections and says when there are as many as were waited for. Thread-safe. */
final class Gauge {
  private static final int PROGRESS_SECONDS = 120;

  private final long wanted;
  private final AtomicLong acknowledged = new AtomicLong();
  private final CompletableFuture<Void> reached = new CompletableFuture<>();
  private volatile boolean ending;

  Gauge(long wanted) { this.wanted = wanted; }

  void acknowledged() {
    if (acknowledged.incrementAndGet() == wanted) reached.complete(null);
  }

  /** Something is wrong: nobody needs to wait any longer. */
  void failed(CrashTestFailed failure) {
    reached.completeExceptionally(failure);
  }

  void await() throws InterruptedException {
    try {
      reached.get(PROGRESS_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new CrashTestFailed("under load", failed.getCause());
    } catch (TimeoutException late) {
      throw new CrashTestFailed("only %d of %d writes were acknowledged in %d s".formatted(acknowledged.get(), wanted,
          PROGRESS_SECONDS), late);
    }
  }

  /** From here on connections may break. */
  void end() { ending = true; }

  boolean ending() { return ending; }
}
