package io.vertikv.tools.check.linear;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A Redis string, as register and as counter. The state is what GET answers. */
final class StringModel implements Model<Answer> {
  private static final String UNSEEN = "a value that nobody has read";

  private final Set<String> seen = new HashSet<>();
  private final boolean counts;

  StringModel(List<Operation> operations) {
    counts = operations.stream().anyMatch(operation -> operation.action() instanceof Action.Increment);
    for (Operation operation : operations)
      if (operation.isOk() && operation.answer() instanceof Answer.Text(String value)) seen.add(value);
  }

  @Override
  public Answer initial() { return Answer.NIL; }

  /** An INCR of something else than a number fails: then it has not happened. */
  @Override
  public boolean possible(Answer state, Action action) {
    return !(action instanceof Action.Increment) || state instanceof Answer.Nil || isNumber(state);
  }

  private static boolean isNumber(Answer state) {
    return state instanceof Answer.Text(String value) && value.matches("-?\\d{1,18}");
  }

  @Override
  public Answer next(Answer state, Action action) {
    return switch (action) {
      case Action.Get get -> state;
      case Action.Set set -> new Answer.Text(set.value());
      case Action.SetIfAbsent set -> state.equals(Answer.NIL) ? new Answer.Text(set.value()) : state;
      case Action.GetSet set -> new Answer.Text(set.value());
      case Action.Delete delete -> Answer.NIL;
      case Action.Increment increment -> new Answer.Text(Long.toString(number(state) + increment.by()));
      default -> throw Model.notOnOneKey(action);
    };
  }

  @Override
  public Answer answer(Answer state, Action action) {
    return switch (action) {
      case Action.Get get -> state;
      case Action.Set set -> Answer.DONE;
      case Action.SetIfAbsent set -> state.equals(Answer.NIL) ? Answer.YES : Answer.NO;
      case Action.GetSet set -> state;
      case Action.Delete delete -> state.equals(Answer.NIL) ? Answer.NO : Answer.YES;
      case Action.Increment increment -> new Answer.Number(number(state) + increment.by());
      default -> throw Model.notOnOneKey(action);
    };
  }

  private static long number(Answer state) {
    return state instanceof Answer.Text(String value) && isNumber(state) ? Long.parseLong(value) : 0;
  }

  @Override
  public Object likeness(Action action) {
    return !counts && action instanceof Action.Set set && !seen.contains(set.value()) ? UNSEEN : action;
  }
}
