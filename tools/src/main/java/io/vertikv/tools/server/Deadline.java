package io.vertikv.tools.server;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one deadline that all steps of a stop share. A step that fails or is late is logged and left behind. */
final class Deadline {
  /** Even with the time used up, a step gets this much, unless it says that it needs more. */
  static final Duration LEAST = Duration.ofSeconds(1);

  private final Logger log = LoggerFactory.getLogger(Deadline.class);
  private final long endNanos;

  private Deadline(long endNanos) { this.endNanos = endNanos; }

  static Deadline in(Duration time) { return new Deadline(System.nanoTime() + time.toNanos()); }

  /** Blocks until the step is done or late. */
  void await(String what, Future<?> step) { await(what, step, LEAST); }

  /** The same for one that is given this much even with the time used up. */
  void await(String what, Future<?> step, Duration least) {
    try {
      long left = Math.max(least.toNanos(), endNanos - System.nanoTime());
      step.toCompletionStage().toCompletableFuture().get(left, TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      log.warn("stopping {} failed", what, failed.getCause());
    } catch (TimeoutException late) {
      log.warn("stopping {} took longer than the drain deadline; going on without it", what);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      log.warn("interrupted while stopping {}", what);
    }
  }
}
