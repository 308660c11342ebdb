package io.vertikv.tools.sim;

import io.vertikv.store.loop.Lane;
import io.vertikv.store.loop.LaneWork;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A lane of one incarnation of a node: every step is an event, as late as the simulated disk is slow. */
final class SimLane implements Lane {
  private final SimScheduler time;
  private final LaneWork work;
  private final LongSupplier stepNanos;
  private final Consumer<Throwable> failed;
  /** The event that counts; older ones have been overtaken. */
  private int current;
  private boolean due;
  private boolean dead;

  SimLane(SimScheduler time, LaneWork work, LongSupplier stepNanos, Consumer<Throwable> failed) {
    this.time = time;
    this.work = work;
    this.stepNanos = stepNanos;
    this.failed = failed;
  }

  void die() { dead = true; }

  @Override
  public void wake() {
    if (!due) stepAfter(stepNanos.getAsLong());
  }

  @Override
  public void join() { throw new IllegalStateException("nobody waits in the simulator"); }

  private void stepAfter(long nanos) {
    due = true;
    schedule(nanos);
  }

  private void schedule(long nanos) {
    int number = ++current;
    time.after(nanos, () -> {
      if (number == current && !dead) step();
    });
  }

  private void step() {
    due = false;
    try {
      long idle = work.step();
      if (idle == LaneWork.ENDED) dead = true;
      else if (idle == 0 || work.hasWork()) stepAfter(stepNanos.getAsLong());
      else if (idle != LaneWork.NEVER) schedule(idle);
    } catch (RuntimeException failure) {
      dead = true;
      failed.accept(failure);
    }
  }
}
