package io.vertikv.tools.sim;

import io.vertikv.store.loop.Loop;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A loop of one incarnation of a node: a turn is an event in which all that waits runs. After {@link #die} nothing does. */
final class SimLoop implements Loop {
  private static final int TURN_MICROS_MAX = 30;

  private final SimScheduler time;
  private final SimClock clock;
  private final RandomGenerator random;
  private final Consumer<Throwable> failed;
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private boolean scheduled;
  private boolean dead;
  private long pausedUntil;

  /** @param failed told what a task has thrown, at most once: the loop is dead then */
  SimLoop(SimScheduler time, SimClock clock, RandomGenerator random, Consumer<Throwable> failed) {
    this.time = time;
    this.clock = clock;
    this.random = random;
    this.failed = failed;
  }

  void die() {
    dead = true;
    tasks.clear();
  }

  /** Nothing runs for a while, and then all that piled up: a collector, SIGSTOP. */
  void pause(long nanos) {
    pausedUntil = time.nowNanos() + nanos;
  }

  boolean isPaused() { return time.nowNanos() < pausedUntil; }

  @Override
  public void execute(Runnable task) {
    if (dead) return;
    tasks.add(task);
    scheduleTurn();
  }

  @Override
  public Cancellable schedule(long delayMillis, Runnable task) {
    boolean[] cancelled = new boolean[1];
    time.after(clock.trueNanos(delayMillis * SimScheduler.MILLI), () -> {
      if (!cancelled[0]) execute(task);
    });
    return () -> cancelled[0] = true;
  }

  @Override
  public long nanoTime() { return clock.nanoTime(); }

  @Override
  public long wallMillis() { return clock.wallMillis(); }

  @Override
  public boolean inLoop() { return true; }

  private void scheduleTurn() {
    if (scheduled) return;
    scheduled = true;
    long delay = random.nextInt(TURN_MICROS_MAX) * SimScheduler.MICRO;
    time.after(Math.max(delay, pausedUntil - time.nowNanos()), this::turn);
  }

  private void turn() {
    scheduled = false;
    if (dead) return;
    if (time.nowNanos() < pausedUntil) {
      scheduleTurn();
      return;
    }
    try {
      for (int count = tasks.size(); count > 0 && !dead; count--) tasks.poll().run();
    } catch (RuntimeException broken) {
      die();
      failed.accept(broken);
    }
    if (!tasks.isEmpty()) scheduleTurn();
  }
}
