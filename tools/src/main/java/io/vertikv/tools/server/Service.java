package io.vertikv.tools.server;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * A part of the node that is started and stopped. Services start one after the other in the order given and stop in
 * reverse, so one may rely on all before it. Both calls come once, on a Vert.x context; neither may block.
 */
public interface Service {
  String name();

  /** Completes when the service does its work. A failure keeps the node from starting. */
  Future<?> start();

  /** Takes no new work, finishes what was accepted, completes. Also called after a failed start. */
  Future<?> stop();

  /** What stopping it may take even when the drain deadline has passed: data is not to be closed in haste for slow clients. */
  default Duration closingTime() {
    return Deadline.LEAST;
  }

  /** Where people reach it, for the banner; asked after start. */
  default Optional<Listening> listening() {
    return Optional.empty();
  }
}
