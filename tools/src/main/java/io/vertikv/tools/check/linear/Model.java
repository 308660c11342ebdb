package io.vertikv.tools.check.linear;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.HistoryRefused;
import io.vertikv.tools.check.Operation;
import java.util.List;

/**
 * What one key does when its operations come one by one. States are values with {@code equals}. A model is made for the
 * operations of one key and may use what it knows of all of them to rule out states from which no order can follow.
 */
interface Model<S> {
  S initial();

  /**
   * Whether the action can happen in this state, as far as the state goes. False only when that is certain for every
   * order that explains the whole history.
   */
  boolean possible(S state, Action action);

  S next(S state, Action action);

  Answer answer(S state, Action action);

  default boolean answers(S state, Action action, Answer observed) {
    return observed.equals(Answer.DONE) || observed.equals(answer(state, action));
  }

  /** Actions that are alike can stand for one another when nobody knows their answers. */
  default Object likeness(Action action) {
    return action;
  }

  /** The model for a key on which these operations were done. */
  static Model<?> of(List<Operation> operations) {
    boolean list = false;
    boolean set = false;
    boolean string = false;
    for (Operation operation : operations) {
      switch (operation.action()) {
        case Action.Append a -> list = true;
        case Action.ReadList a -> list = true;
        case Action.Add a -> set = true;
        case Action.ReadSet a -> set = true;
        case Action.Delete a -> {}
        case Action.Get a -> string = true;
        case Action.Set a -> string = true;
        case Action.SetIfAbsent a -> string = true;
        case Action.GetSet a -> string = true;
        case Action.Increment a -> string = true;
        case Action.Transaction a -> throw notOnOneKey(a);
        case Action.Transfer a -> throw notOnOneKey(a);
        case Action.ReadBalances a -> throw notOnOneKey(a);
      }
    }
    if (list && !set && !string) return new ListModel(operations);
    if (set && !list && !string) return new SetModel(operations);
    if (!list && !set) return new StringModel(operations);
    throw new HistoryRefused("one key of several types is not modelled: " + operations.getFirst().action());
  }

  /** Whether the answer says that nothing was changed, whatever the state was. */
  static boolean changedNothing(Operation operation) {
    return switch (operation.action()) {
      case Action.SetIfAbsent set -> operation.answer().equals(Answer.NO);
      case Action.Delete delete -> operation.answer().equals(Answer.NO);
      case Action.Add add -> operation.answer().equals(Answer.NO);
      default -> operation.action().onlyReads();
    };
  }

  static IllegalArgumentException notOnOneKey(Action action) {
    return new IllegalArgumentException("not an operation of this type of key: " + action);
  }
}
