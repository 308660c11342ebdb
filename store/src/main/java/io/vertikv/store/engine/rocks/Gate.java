package io.vertikv.store.engine.rocks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts who is inside, so that a native object is freed only when nobody is: RocksDB answers a use after free with a
 * dead JVM. One atomic number: the sign says closed, the rest counts. Entering a closed gate is an exception.
 */
final class Gate {
  private static final long CLOSED = Long.MIN_VALUE;

  private final String what;
  private final AtomicLong state = new AtomicLong();
  private final CountDownLatch empty = new CountDownLatch(1);

  Gate(String what) { this.what = what; }

  void enter() {
    if (state.getAndIncrement() >= 0) return;
    leave();
    throw new IllegalStateException(what + " is closed");
  }

  void leave() {
    if (state.decrementAndGet() == CLOSED) empty.countDown();
  }

  /** Lets nobody in any more; true for the first caller. */
  boolean close() {
    long before = state.getAndUpdate(s -> s | CLOSED);
    if (before == 0) empty.countDown();
    return before >= 0;
  }

  /** After {@link #close}: waits until the last one has left; false when that takes longer than the limit. */
  boolean awaitEmpty(long millis) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return empty.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  /** How many are inside. */
  long inside() { return state.get() & ~CLOSED; }
}
