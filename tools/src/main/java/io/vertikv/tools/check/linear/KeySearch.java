package io.vertikv.tools.check.linear;

import io.vertikv.tools.check.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for an order of the operations on one key in which every answer is right, and which keeps what was completed
 * before what was invoked later.
 *
 * <p>
 * The search is that of Wing and Gong ("Testing and verifying concurrent objects", 1993): place an operation that may
 * come next and whose answer fits, go on, and take it back when nothing fits any more; with the memory of Lowe ("Testing
 * for linearizability", 2017): never explore the same set of placed operations with the same state again. To this come
 * three rules, each of which leaves out only orders that another one stands for:
 * <ol>
 * <li>An operation that fits now and whose answer says that it changed nothing is placed at once, with no alternative. In
 * any order that places it later, it can be moved here.</li>
 * <li>Operations of unknown outcome ("open" ones; the others are "certain") need not be placed at all. They come last
 * among the candidates, and an exploration that used fewer of them stands for those that used more
 * ({@link Explored}).</li>
 * <li>Among open operations that are alike, the one that was invoked first is used first. It can stand wherever a later
 * one can.</li>
 * </ol>
 * When there is no order, {@link #stuck} tells how far the search could get: all that was completed before the one that
 * does not fit could be explained.
 */
final class KeySearch<S> {
  enum Result {
    FOUND, IMPOSSIBLE, OUT_OF_STEPS
  }

  /** An order as far as it goes, the state it leads to, and the operation that had to come by then and does not fit. */
  record Stuck(List<Operation> order, Object state, Operation unfit) {}

  private record Placed<S>(int operation, S stateBefore, boolean settled) {}

  private static final int START = -2;
  private static final int NONE = Timeline.NONE;

  private final Model<S> model;
  private final List<Operation> certain;
  private final List<Operation> open;
  private final int[] likeBefore;
  private final Timeline timeline;
  private final long[] placedBits;
  private final long[] usedBits;
  private final Explored explored = new Explored();
  private final ArrayList<Placed<S>> placed = new ArrayList<>();
  private S state;
  private long stepsLeft;
  private Stuck stuck;

  KeySearch(Model<S> model, List<Operation> operations, long stepsMax) {
    this.model = model;
    this.state = model.initial();
    this.stepsLeft = stepsMax;
    certain = operations.stream().filter(Operation::isOk).toList();
    open = operations.stream().filter(o -> o.isUnknown() && !o.action().onlyReads()).toList();
    likeBefore = likeBefore();
    timeline = new Timeline(certain);
    placedBits = new long[(certain.size() + 63) / 64];
    usedBits = new long[(open.size() + 63) / 64];
  }

  private int[] likeBefore() {
    int[] before = new int[open.size()];
    Map<Object, Integer> last = new HashMap<>();
    for (int i = 0; i < before.length; i++) {
      Integer like = last.put(model.likeness(open.get(i).action()), i);
      before[i] = like == null ? NONE : like;
    }
    return before;
  }

  Result run() {
    int after = START;
    while (timeline.left() > 0) {
      int settled = after == START ? nextSettled() : NONE;
      int candidate = settled == NONE ? nextFitting(after) : settled;
      if (stepsLeft <= 0) {
        noteStuck();
        return Result.OUT_OF_STEPS;
      }
      if (candidate != NONE) {
        after = place(candidate, settled != NONE) ? START : candidate;
        continue;
      }
      noteStuck();
      after = takeBack();
      if (after == NONE) return Result.IMPOSSIBLE;
    }
    return Result.FOUND;
  }

  Stuck stuck() { return stuck; }

  /** A candidate that fits and that changes nothing, here or anywhere. */
  private int nextSettled() {
    for (int i = timeline.first(); i != NONE; i = timeline.after(i))
      if (Model.changedNothing(certain.get(i)) && fits(i)) return i;
    return NONE;
  }

  /** The next candidate that fits. Numbers from the count of the certain ones on are open ones. */
  private int nextFitting(int after) {
    if (after < certain.size()) {
      int i = after == START ? timeline.first() : timeline.after(after);
      for (; i != NONE; i = timeline.after(i)) if (fits(i)) return i;
    }
    long due = certain.get(timeline.due()).completed();
    for (int i = Math.max(0, after + 1 - certain.size()); i < open.size(); i++) {
      if (open.get(i).invoked() > due) return NONE;
      if (isFree(i) && makesADifference(open.get(i))) return certain.size() + i;
    }
    return NONE;
  }

  private boolean fits(int i) {
    stepsLeft--;
    Operation operation = certain.get(i);
    return model.answers(state, operation.action(), operation.answer()) && model.possible(state, operation.action());
  }

  private boolean isFree(int i) {
    return !isSet(usedBits, i) && (likeBefore[i] == NONE || isSet(usedBits, likeBefore[i]));
  }

  private boolean makesADifference(Operation operation) {
    stepsLeft--;
    return model.possible(state, operation.action()) && !model.next(state, operation.action()).equals(state);
  }

  /** False when what follows has been explored before. */
  private boolean place(int number, boolean settled) {
    S before = state;
    state = model.next(state, operation(number).action());
    if (number < certain.size()) {
      timeline.take(number);
      flip(placedBits, number);
    } else flip(usedBits, number - certain.size());
    placed.add(new Placed<>(number, before, settled));
    if (settled || explored.add(placedBits, usedBits, state)) return true;
    undoLast();
    return false;
  }

  /** Up to the last placement to which there may be an alternative. */
  private int takeBack() {
    while (!placed.isEmpty()) {
      Placed<S> last = undoLast();
      if (!last.settled()) return last.operation();
    }
    return NONE;
  }

  private Placed<S> undoLast() {
    Placed<S> last = placed.removeLast();
    int number = last.operation();
    if (number < certain.size()) {
      timeline.putBack(number);
      flip(placedBits, number);
    } else flip(usedBits, number - certain.size());
    state = last.stateBefore();
    return last;
  }

  private Operation operation(int number) {
    return number < certain.size() ? certain.get(number) : open.get(number - certain.size());
  }

  private void noteStuck() {
    Operation due = certain.get(timeline.due());
    if (stuck != null && stuck.unfit().completed() >= due.completed()) return;
    stuck = new Stuck(placed.stream().map(p -> operation(p.operation())).toList(), state, due);
  }

  private static boolean isSet(long[] bits, int i) { return (bits[i >> 6] & 1L << i) != 0; }

  private static void flip(long[] bits, int i) { bits[i >> 6] ^= 1L << i; }
}
