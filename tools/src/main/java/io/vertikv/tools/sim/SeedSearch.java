package io.vertikv.tools.sim;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;

/**
 * Runs one seed after the other, on several threads, until one fails, none is left or the time is up. Each run has its thread
 * for itself; they share nothing.
 */
final class SeedSearch {
  /** A run that did not hold. */
  record Failure(SimPlan plan, SimResult result) {}

  private final LongFunction<SimPlan> plans;
  private final long end;
  private final long untilNanos;
  private final AtomicLong next;
  private final AtomicReference<Failure> failure = new AtomicReference<>();
  private final SimTotals totals = new SimTotals();

  /** @param untilNanos by {@link System#nanoTime}: no seed is begun after it */
  SeedSearch(LongFunction<SimPlan> plans, long first, long count, long untilNanos) {
    this.plans = plans;
    this.next = new AtomicLong(first);
    this.end = first + count;
    this.untilNanos = untilNanos;
  }

  Optional<Failure> run(int threads) throws InterruptedException {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Callable<SimTotals>> work = new ArrayList<>();
      for (int i = 0; i < threads; i++) work.add(this::part);
      for (Future<SimTotals> part : pool.invokeAll(work)) totals.add(part.get());
    } catch (ExecutionException broken) {
      throw new IllegalStateException(broken.getCause());
    }
    return Optional.ofNullable(failure.get());
  }

  /** Of the runs that held. */
  SimTotals totals() { return totals; }

  private SimTotals part() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long startedNanos = threads.getCurrentThreadCpuTime();
    SimTotals mine = new SimTotals();
    while (failure.get() == null && System.nanoTime() - untilNanos < 0) {
      long seed = next.getAndIncrement();
      if (seed >= end) break;
      SimPlan plan = plans.apply(seed);
      SimResult result = SimRun.run(plan);
      if (result.held()) mine.add(result);
      else failure.compareAndSet(null, new Failure(plan, result));
    }
    mine.took(threads.getCurrentThreadCpuTime() - startedNanos);
    return mine;
  }
}
