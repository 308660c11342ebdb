package io.vertikv.tools.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A history written by hand. Processes are numbered as operations are added. */
public final class Written {
  private final List<Operation> operations = new ArrayList<>();

  public Written ok(long from, long to, Action action, Answer answer) {
    return add(action, new Outcome.Ok(answer), from, to);
  }

  public Written failed(long from, long to, Action action) { return add(action, Outcome.FAILED, from, to); }

  public Written unknown(long from, Action action) { return add(action, Outcome.UNKNOWN, from, Operation.NEVER); }

  /**
   * A transaction of lists, such as {@code "x=1,2 y= x+3"}: x is read as [1, 2] and y as empty, 3 is appended to x. With !
   * before it, it failed, with ? its outcome is unknown.
   */
  public Written transaction(long from, long to, String text) {
    List<Action.OnKey> steps = new ArrayList<>();
    List<Answer> answers = new ArrayList<>();
    for (String word : text.replaceFirst("^[!?]", "").strip().split(" +")) {
      String key = word.substring(0, 1);
      String rest = word.substring(2);
      boolean append = word.charAt(1) == '+';
      steps.add(append ? new Action.Append(key, rest) : new Action.ReadList(key));
      answers.add(append
          ? Answer.DONE
          : new Answer.Elements(rest.isEmpty() ? List.of() : Arrays.asList(rest.split(","))));
    }
    Action action = new Action.Transaction(steps);
    return switch (text.charAt(0)) {
      case '!' -> failed(from, to, action);
      case '?' -> unknown(from, action);
      default -> ok(from, to, action, new Answer.Several(answers));
    };
  }

  /** Transactions that all overlap. */
  public static History overlapping(String... transactions) {
    Written written = new Written();
    for (int i = 0; i < transactions.length; i++) written.transaction(i, 1_000 + i, transactions[i]);
    return written.history();
  }

  /** Transactions one after the other. */
  public static History oneByOne(String... transactions) {
    Written written = new Written();
    for (int i = 0; i < transactions.length; i++) written.transaction(2 * i, 2 * i + 1, transactions[i]);
    return written.history();
  }

  private Written add(Action action, Outcome outcome, long from, long to) {
    operations.add(new Operation(operations.size(), action, outcome, from, to));
    return this;
  }

  public History history() { return new History(operations); }
}
