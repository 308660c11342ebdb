package io.vertikv.tools.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Writes down what clients ask for and are answered. Call {@link #invoke} before the request leaves and complete the
 * invocation after its answer has come: then the order written is one that the clients could have agreed upon. What is
 * not completed when the history is taken is unknown.
 */
public final class HistoryRecorder {
  private final LongSupplier places;
  private final Collection<Invocation> invocations;

  private HistoryRecorder(LongSupplier places, Collection<Invocation> invocations) {
    this.places = places;
    this.invocations = invocations;
  }

  /** For a simulation: one thread, the same calls give the same history. */
  public static HistoryRecorder ofOneThread() {
    long[] last = new long[1];
    return new HistoryRecorder(() -> ++last[0], new ArrayList<>());
  }

  /** For clients in several threads. */
  public static HistoryRecorder ofManyThreads() {
    return new HistoryRecorder(new AtomicLong()::incrementAndGet, new ConcurrentLinkedQueue<>());
  }

  public Invocation invoke(int process, Action action) {
    Invocation invocation = new Invocation(process, action, places);
    invocations.add(invocation);
    return invocation;
  }

  /** What is known by now. */
  public History history() {
    List<Operation> operations = new ArrayList<>(invocations.size());
    for (Invocation invocation : invocations) operations.add(invocation.operation());
    return new History(operations);
  }

  /** A request under way. It is completed once at most. */
  public static final class Invocation {
    private record Completion(Outcome outcome, long place) {}

    private final int process;
    private final Action action;
    private final LongSupplier places;
    private final long invoked;
    private final AtomicReference<Completion> completion = new AtomicReference<>();

    private Invocation(int process, Action action, LongSupplier places) {
      this.process = process;
      this.action = action;
      this.places = places;
      this.invoked = places.getAsLong();
    }

    public void ok(Answer answer) { complete(new Outcome.Ok(answer)); }

    /** Only when it is certain that it has not happened and never will. */
    public void failed() {
      complete(Outcome.FAILED);
    }

    public void unknown() { complete(Outcome.UNKNOWN); }

    private void complete(Outcome outcome) {
      if (!completion.compareAndSet(null, new Completion(outcome, places.getAsLong())))
        throw new IllegalStateException("completed twice: " + operation() + " and " + outcome);
    }

    private Operation operation() {
      Completion known = completion.get();
      return known == null
          ? new Operation(process, action, Outcome.UNKNOWN, invoked, Operation.NEVER)
          : new Operation(process, action, known.outcome, invoked, known.place);
    }
  }
}
