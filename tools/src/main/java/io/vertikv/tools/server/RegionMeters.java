package io.vertikv.tools.server;

import io.vertikv.store.loop.Durations;
import io.vertikv.txn.region.RegionTimings;

/** Counts a region's runs and batches. Only its loop writes; others may see figures that lag. */
final class RegionMeters implements RegionTimings {
  private final Durations queued = new Durations();
  private final Durations runs = new Durations();
  private final Durations proposed = new Durations();
  private final Durations committed = new Durations();
  private long operations;
  private long released;

  @Override
  public void ran(int operations, long queuedNanos, long executeNanos) {
    this.operations += operations;
    queued.record(queuedNanos);
    runs.record(executeNanos);
  }

  @Override
  public void committed(int operations, long proposeNanos, long commitNanos) {
    released += operations;
    proposed.record(proposeNanos);
    committed.record(commitNanos);
  }

  /** How long a run's first operation had been in the inbox. */
  Durations queued() {
    return queued;
  }

  Durations runs() { return runs; }

  /** From the start of a batch's run until the log was given it. */
  Durations proposed() {
    return proposed;
  }

  /** From then until it was committed. */
  Durations committed() {
    return committed;
  }

  /** All that were run, again those that had to be run again. */
  long operations() {
    return operations;
  }

  /** Those whose outcome waited for a batch. */
  long released() {
    return released;
  }
}
