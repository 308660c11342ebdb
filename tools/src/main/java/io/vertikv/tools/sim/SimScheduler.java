package io.vertikv.tools.sim;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/** Virtual time: events in the order of their time, those of one instant in an order that the seed decides. */
final class SimScheduler {
  static final long MICRO = 1_000;
  static final long MILLI = 1_000_000;

  private record Event(long atNanos, long tie, Runnable task) {}

  private final PriorityQueue<Event> events = new PriorityQueue<>(
      Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::tie));
  private final RandomGenerator ties;
  private long nowNanos;
  private long steps;

  SimScheduler(RandomGenerator ties) { this.ties = ties; }

  long nowNanos() { return nowNanos; }

  long steps() { return steps; }

  void after(long nanos, Runnable task) {
    events.add(new Event(nowNanos + Math.max(0, nanos), ties.nextLong(), task));
  }

  /** Runs the next event; time jumps to it. */
  void step() {
    Event event = events.remove();
    nowNanos = event.atNanos;
    steps++;
    event.task.run();
  }
}
