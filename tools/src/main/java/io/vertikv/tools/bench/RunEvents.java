package io.vertikv.tools.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** What connections tell the thread that runs the test. Called from every event loop; the first failure is the one kept. */
final class RunEvents {
  private final CountDownLatch notReady;
  private final CountDownLatch notEnded;
  private final CompletableFuture<Void> allReady = new CompletableFuture<>();
  private final CompletableFuture<Void> allEnded = new CompletableFuture<>();
  private final AtomicReference<String> firstError = new AtomicReference<>("");

  RunEvents(int connections) {
    notReady = new CountDownLatch(connections);
    notEnded = new CountDownLatch(connections);
  }

  void ready() {
    notReady.countDown();
    if (notReady.getCount() == 0) allReady.complete(null);
  }

  void ended() {
    notEnded.countDown();
    if (notEnded.getCount() == 0) allEnded.complete(null);
  }

  void failed(BenchFailed failure) {
    allReady.completeExceptionally(failure);
    allEnded.completeExceptionally(failure);
  }

  /** An error reply does not end the test; what it says is shown at the end. */
  void errorReply(String text) {
    firstError.compareAndSet("", text);
  }

  String firstError() { return firstError.get(); }

  boolean awaitReady(long timeoutNanos) throws InterruptedException { return await(allReady, timeoutNanos); }

  /** Whether all connections have ended by then. Throws the failure, if there was one. */
  boolean awaitEnded(long timeoutNanos) throws InterruptedException {
    return await(allEnded, timeoutNanos);
  }

  private static boolean await(CompletableFuture<Void> event, long timeoutNanos) throws InterruptedException {
    try {
      event.get(Math.max(0, timeoutNanos), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof BenchFailed failure) throw failure;
      throw new BenchFailed("the test broke", failed.getCause());
    }
  }
}
