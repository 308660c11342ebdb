package io.vertikv.tools.check.cycle;

import io.vertikv.tools.check.Action;
import io.vertikv.tools.check.Answer;
import io.vertikv.tools.check.History;
import io.vertikv.tools.check.HistoryRefused;
import io.vertikv.tools.check.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a history says of each list: who appended what, and who read what from outside (without its own appends).
 * Transactions have numbers, by invocation. Steps other than appends and readings of lists are left out.
 */
final class Observations {
  /** One list. {@code appends}: what each transaction appended, in order. */
  record Observed(String key, Map<String, Integer> writers, Map<Integer, List<String>> appends,
      List<Reading> readings) {}

  record Reading(int reader, List<String> values) {}

  /** What a transaction has done so far with one list. */
  private static final class Own {
    private List<String> outside;
    private final List<String> appended = new ArrayList<>();
  }

  private final List<Operation> transactions;
  private final Map<String, Observed> lists = new LinkedHashMap<>();
  private final Findings findings;

  Observations(History history) {
    transactions = history.operations().stream().filter(o -> !steps(o.action()).isEmpty()).toList();
    findings = new Findings(transactions);
    for (int i = 0; i < transactions.size(); i++) noteAppends(i);
    for (int i = 0; i < transactions.size(); i++) if (transactions.get(i).isOk()) noteReadings(i);
  }

  List<Operation> transactions() { return transactions; }

  /** To which what the readings themselves show has been added. */
  Findings findings() { return findings; }

  Collection<Observed> lists() { return lists.values(); }

  private static List<Action.OnKey> steps(Action action) {
    return switch (action) {
      case Action.Transaction transaction ->
        transaction.steps().stream().anyMatch(Observations::isOnList) ? transaction.steps() : List.of();
      case Action.Append append -> List.of(append);
      case Action.ReadList read -> List.of(read);
      default -> List.of();
    };
  }

  private static boolean isOnList(Action.OnKey step) {
    return step instanceof Action.Append || step instanceof Action.ReadList;
  }

  private Observed list(String key) {
    return lists.computeIfAbsent(key, k -> new Observed(k, new HashMap<>(), new HashMap<>(), new ArrayList<>()));
  }

  private void noteAppends(int transaction) {
    for (Action.OnKey step : steps(transactions.get(transaction).action())) {
      if (!(step instanceof Action.Append(String key, String element))) continue;
      if (list(key).writers().putIfAbsent(element, transaction) != null)
        throw new HistoryRefused(element + " is appended to " + key + " twice; elements must be unique for each list");
      list(key).appends().computeIfAbsent(transaction, t -> new ArrayList<>()).add(element);
    }
  }

  private void noteReadings(int transaction) {
    Operation operation = transactions.get(transaction);
    List<Action.OnKey> steps = steps(operation.action());
    List<Answer> answers = operation.action() instanceof Action.Transaction
        ? answers(operation, steps.size())
        : List.of(operation.answer());
    Map<String, Own> own = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      String key = steps.get(i).key();
      if (steps.get(i) instanceof Action.Append append)
        own.computeIfAbsent(key, k -> new Own()).appended.add(append.element());
      else
        if (steps.get(i) instanceof Action.ReadList)
          noteReading(transaction, key, elements(answers.get(i), operation), own.computeIfAbsent(key, k -> new Own()));
    }
  }

  private static List<Answer> answers(Operation operation, int steps) {
    if (operation.answer() instanceof Answer.Several(List<Answer> answers) && answers.size() == steps) return answers;
    throw new HistoryRefused("must have one answer for each step: " + operation);
  }

  private static List<String> elements(Answer answer, Operation operation) {
    if (answer instanceof Answer.Elements(List<String> values)) return values;
    throw new HistoryRefused("a reading of a list must answer its elements: " + operation);
  }

  private void noteReading(int reader, String key, List<String> values, Own own) {
    int outsideSize = values.size() - own.appended.size();
    if (outsideSize < 0 || !values.subList(outsideSize, values.size()).equals(own.appended)) {
      findings.add(Anomaly.INTERNAL, key + " was read as " + values + " after " + own.appended + " had been appended",
          reader);
      return;
    }
    List<String> outside = values.subList(0, outsideSize);
    if (own.outside == null) list(key).readings().add(new Reading(reader, outside));
    else
      if (!own.outside.equals(outside))
        findings.add(Anomaly.INTERNAL, key + " was read as " + own.outside + " and then as " + outside, reader);
    if (own.outside == null) own.outside = outside;
  }
}
