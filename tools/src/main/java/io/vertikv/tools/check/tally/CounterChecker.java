package io.vertikv.tools.check.tally;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.Finding;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.HistoryRefused;
import io.vertikv.tools.check.Operation;
import io.vertikv.tools.check.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counters that start absent and are only incremented by one (INCR) and read (GET): every acknowledged increment has
 * happened exactly once, every other one at most once. The values say the order: an increment that answers n is the n-th,
 * a reading of n lies right after it. So instead of searching:
 * <ol>
 * <li>no two increments answer the same;</li>
 * <li>what was invoked after something else was completed has a higher value (a reading: the same at least);</li>
 * <li>each value that is missing below a known one was made by an increment of unknown outcome, a different one for each,
 * invoked before anything above that value was completed.</li>
 * </ol>
 * These three hold exactly when the history of the key is linearizable; it takes n log n steps whatever is unknown.
 */
public final class CounterChecker {
  private record Known(Operation operation, long value, boolean increment) {
    /** In the order that the values say: increment to 1, readings of 1, increment to 2, … */
    long position() {
      return 2 * value + (increment ? 0 : 1);
    }
  }

  public Verdict check(History history) {
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<String, List<Operation>> key : history.byKey().entrySet())
      if (key.getValue().stream().anyMatch(operation -> operation.action() instanceof Action.Increment))
        new Counter(key.getKey(), key.getValue(), findings).check();
    return Verdict.of(findings);
  }

  /** One key. */
  private static final class Counter {
    private final String key;
    private final List<Finding> findings;
    private final List<Known> known = new ArrayList<>();
    private final List<Operation> open = new ArrayList<>();

    Counter(String key, List<Operation> operations, List<Finding> findings) {
      this.key = key;
      this.findings = findings;
      for (Operation operation : operations) {
        switch (operation.action()) {
          case Action.Get get when operation.isOk() -> known.add(new Known(operation, value(operation), false));
          case Action.Get get -> {}
          case Action.Increment increment when increment.by() != 1 -> throw notCounted(operation);
          case Action.Increment increment when operation.isOk() ->
            known.add(new Known(operation, value(operation), true));
          case Action.Increment increment when operation.isUnknown() -> open.add(operation);
          case Action.Increment increment -> {}
          default -> throw notCounted(operation);
        }
      }
    }

    private static long value(Operation operation) {
      return switch (operation.answer()) {
        case Answer.Number(long value) -> value;
        case Answer.Nil nil -> 0;
        case Answer.Text(String value) when value.matches("\\d{1,18}") -> Long.parseLong(value);
        default -> throw notCounted(operation);
      };
    }

    private static HistoryRefused notCounted(Operation operation) {
      return new HistoryRefused("not an increment by one that says the number, nor a reading: " + operation);
    }

    void check() {
      findDuplicates();
      findTimeTravel();
      findGaps();
    }

    private void findDuplicates() {
      Map<Long, Known> byValue = new HashMap<>();
      for (Known one : known) {
        if (one.increment() && one.value() < 1) found("an increment made " + one.value(), one);
        Known other = one.increment() ? byValue.putIfAbsent(one.value(), one) : null;
        if (other != null) found("two increments made " + one.value(), other, one);
      }
    }

    /** In the order of invocations, against the furthest that was completed before. */
    private void findTimeTravel() {
      PriorityQueue<Known> underWay = new PriorityQueue<>(Comparator.comparingLong(Counter::completed));
      Known furthest = null;
      for (Known one : known) {
        while (!underWay.isEmpty() && completed(underWay.peek()) < one.operation().invoked()) {
          Known done = underWay.remove();
          if (furthest == null || done.position() > furthest.position()) furthest = done;
        }
        if (furthest != null && one.position() < furthest.position())
          found("went back from " + furthest.value() + " to " + one.value(), furthest, one);
        underWay.add(one);
      }
    }

    /** From the lowest missing value up, each takes the open increment that was invoked first. */
    private void findGaps() {
      List<Known> rising = known.stream().sorted(Comparator.comparingLong(Known::position)).toList();
      long[] completedFirst = new long[rising.size() + 1];
      completedFirst[rising.size()] = Operation.NEVER;
      for (int i = rising.size() - 1; i >= 0; i--)
        completedFirst[i] = Math.min(completedFirst[i + 1], completed(rising.get(i)));
      long made = 0;
      int used = 0;
      for (int i = 0; i < rising.size(); i++) {
        Known one = rising.get(i);
        long missing = one.value() - made - (one.increment() ? 1 : 0);
        for (; missing > 0; missing--, used++) {
          if (used < open.size() && open.get(used).invoked() < completedFirst[i]) continue;
          found(missing + " increments too many; " + used + " of unknown outcome can account for others up to this",
              one);
          return;
        }
        made = Math.max(made, one.value());
      }
    }

    private static long completed(Known one) { return one.operation().completed(); }

    private void found(String what, Known... shown) {
      if (findings.size() == Verdict.FINDINGS_MAX) return;
      String trace = Stream.of(shown).map(one -> "    " + one.operation() + "\n").collect(Collectors.joining());
      findings.add(new Finding("counter " + key + ": " + what, trace));
    }
  }
}
