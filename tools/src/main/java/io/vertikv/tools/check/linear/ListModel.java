package io.vertikv.tools.check.linear;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A list that is appended to and read as a whole. The state is its last cell, which knows the one before. When nothing
 * deletes the list, its longest reading says what every shorter state was: an append that leaves that path is impossible.
 * This turns the search, which would try the orders of all appends at the same time, into a walk.
 */
final class ListModel implements Model<ListModel.Cell> {
  private static final Cell EMPTY = new Cell(null, "", 0, 1);

  private final List<String> path;

  ListModel(List<Operation> operations) { path = deletes(operations) ? List.of() : longestReading(operations); }

  private static boolean deletes(List<Operation> operations) {
    return operations.stream().anyMatch(o -> o.action() instanceof Action.Delete && !o.isFailed());
  }

  private static List<String> longestReading(List<Operation> operations) {
    List<String> longest = List.of();
    for (Operation operation : operations)
      if (operation.action() instanceof Action.ReadList && operation.isOk()
          && operation.answer() instanceof Answer.Elements(List<String> values) && values.size() > longest.size())
        longest = values;
    return longest;
  }

  @Override
  public Cell initial() { return EMPTY; }

  @Override
  public boolean possible(Cell state, Action action) {
    return !(action instanceof Action.Append append) || state.length >= path.size()
        || path.get(state.length).equals(append.element());
  }

  @Override
  public Cell next(Cell state, Action action) {
    return switch (action) {
      case Action.Append append -> state.with(append.element());
      case Action.ReadList read -> state;
      case Action.Delete delete -> EMPTY;
      default -> throw Model.notOnOneKey(action);
    };
  }

  @Override
  public Answer answer(Cell state, Action action) {
    return switch (action) {
      case Action.Append append -> new Answer.Number(state.length + 1);
      case Action.ReadList read -> new Answer.Elements(state.elements());
      case Action.Delete delete -> state.length == 0 ? Answer.NO : Answer.YES;
      default -> throw Model.notOnOneKey(action);
    };
  }

  @Override
  public boolean answers(Cell state, Action action, Answer observed) {
    return observed instanceof Answer.Elements(List<String> values) && action instanceof Action.ReadList
        ? state.holds(values)
        : Model.super.answers(state, action, observed);
  }

  /** The last element of a list, and those before it. {@code hash} is that of the whole list. */
  static final class Cell {
    private final Cell before;
    private final String element;
    private final int length;
    private final int hash;

    private Cell(Cell before, String element, int length, int hash) {
      this.before = before;
      this.element = element;
      this.length = length;
      this.hash = hash;
    }

    private Cell with(String last) { return new Cell(this, last, length + 1, 31 * hash + last.hashCode()); }

    private boolean holds(List<String> values) {
      if (values.size() != length) return false;
      Cell cell = this;
      for (int i = length - 1; i >= 0; i--, cell = cell.before) if (!values.get(i).equals(cell.element)) return false;
      return true;
    }

    private List<String> elements() {
      List<String> elements = new ArrayList<>(length);
      for (Cell cell = this; cell.length > 0; cell = cell.before) elements.add(cell.element);
      Collections.reverse(elements);
      return elements;
    }

    @Override
    public boolean equals(Object other) {
      if (!(other instanceof Cell that) || hash != that.hash || length != that.length) return false;
      Cell mine = this;
      Cell its = that;
      while (mine != its) {
        if (!mine.element.equals(its.element)) return false;
        mine = mine.before;
        its = its.before;
      }
      return true;
    }

    @Override
    public int hashCode() { return hash; }

    @Override
    public String toString() { return elements().toString(); }
  }
}
