package io.vertikv.store.loop;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A lane that is a thread. It parks only when there is nothing to do, and only then does {@link #wake} unpark it: it says
 * that it is asleep before it looks for work a last time, and a producer looks at that after its work is there to be found,
 * so one of the two sees the other. A shell: it owns a thread.
 */
public final class ThreadLane implements Lane {
  private final LaneWork work;
  private final AtomicBoolean asleep = new AtomicBoolean();
  private final Thread thread;

  private ThreadLane(String name, LaneWork work, Consumer<Throwable> failed) {
    this.work = work;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((dead, failure) -> failed.accept(failure));
  }

  public static Lane start(String name, LaneWork work, Consumer<Throwable> failed) {
    ThreadLane lane = new ThreadLane(name, work, failed);
    lane.thread.start();
    return lane;
  }

  @Override
  public void wake() {
    if (asleep.get() && asleep.compareAndSet(true, false)) LockSupport.unpark(thread);
  }

  @Override
  public void join() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }

  private void run() {
    for (long idle = work.step(); idle != LaneWork.ENDED; idle = work.step()) if (idle > 0) park(idle);
  }

  private void park(long nanos) {
    asleep.set(true);
    if (!work.hasWork()) LockSupport.parkNanos(this, nanos);
    asleep.set(false);
  }
}
