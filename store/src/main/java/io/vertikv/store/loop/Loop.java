package io.vertikv.store.loop;

/** One thread of execution that never blocks. The only source of time and concurrency that a decision may use. */
public interface Loop {
  /** Runs the task later on this loop, after what is already queued; callable from any thread; never lost. */
  void execute(Runnable task);

  /** Runs the task on this loop not before {@code delayMillis} from now; call it on the loop. */
  Cancellable schedule(long delayMillis, Runnable task);

  /** Monotonic nanoseconds; for intervals and leases. */
  long nanoTime();

  /** Wall clock, milliseconds since 1970; may jump. */
  long wallMillis();

  /** True when the caller runs on this loop. */
  boolean inLoop();

  /** A timer that may still be stopped. */
  interface Cancellable {
    void cancel();
  }
}
