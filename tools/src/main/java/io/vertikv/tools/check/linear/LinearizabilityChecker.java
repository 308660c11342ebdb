package io.vertikv.tools.check.linear;

import io.vertikv.tools.check.Finding;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.Operation;
import io.vertikv.tools.check.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether the operations on single keys look as if each had happened at one instant between its invocation and its
 * completion. A history is linearizable when that of every key is (Herlihy and Wing, 1990: linearizability is local), so
 * each key is searched alone. Keys start out absent. Change keys every few hundred operations: the cost grows with the
 * history of one key, not with the number of keys.
 *
 * @param stepsPerKeyMax how often the model may be asked for one key; it bounds time and memory
 */
public record LinearizabilityChecker(long stepsPerKeyMax) {
  public static final long STEPS_PER_KEY_MAX = 1_000_000;

  public LinearizabilityChecker {
    if (stepsPerKeyMax < 1) throw new IllegalArgumentException("the budget must be at least one step");
  }

  public LinearizabilityChecker() { this(STEPS_PER_KEY_MAX); }

  /** A violation found outweighs a key left undecided. */
  public Verdict check(History history) {
    List<Finding> findings = new ArrayList<>();
    List<String> undecided = new ArrayList<>();
    for (Map.Entry<String, List<Operation>> key : history.byKey().entrySet())
      check(key.getKey(), Model.of(key.getValue()), key.getValue(), findings, undecided);
    return findings.isEmpty() && !undecided.isEmpty()
        ? new Verdict.Undecided("keys " + undecided)
        : Verdict.of(findings);
  }

  private <S> void check(String key, Model<S> model, List<Operation> operations, List<Finding> findings,
      List<String> undecided) {
    KeySearch<S> search = new KeySearch<>(model, operations, stepsPerKeyMax);
    switch (search.run()) {
      case FOUND -> {}
      case OUT_OF_STEPS -> undecided.add(key);
      case IMPOSSIBLE -> findings.add(new Finding("not linearizable: " + key,
          new CounterExample(model, operations, search.stuck()).text()));
    }
  }
}
