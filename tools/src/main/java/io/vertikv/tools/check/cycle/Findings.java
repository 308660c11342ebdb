package io.vertikv.tools.check.cycle;

import io.vertikv.tools.check.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Anomalies with their traces, a few of each kind. */
final class Findings {
  private static final int OF_ONE_KIND_MAX = 5;
  private static final int LINE_MAX = 600;

  private final List<Operation> transactions;
  private final List<IsolationFinding> found = new ArrayList<>();
  private final Map<String, Integer> counts = new HashMap<>();

  Findings(List<Operation> transactions) { this.transactions = transactions; }

  List<IsolationFinding> found() { return found; }

  void add(Anomaly anomaly, String what, int... involved) {
    if (isFull(anomaly, false)) return;
    StringBuilder trace = new StringBuilder("  ").append(cut(what)).append('\n');
    for (int transaction : involved) operation(trace.append("  "), transaction);
    found.add(new IsolationFinding(anomaly, false, trace.toString()));
  }

  void add(Anomaly anomaly, List<Edge> cycle) {
    boolean realTime = cycle.stream().anyMatch(edge -> edge.kind() == Edge.Kind.TIME);
    if (isFull(anomaly, realTime)) return;
    Map<Integer, String> names = new LinkedHashMap<>();
    for (Edge edge : cycle) names.put(edge.from(), "T" + (names.size() + 1));
    StringBuilder trace = new StringBuilder();
    names.forEach((transaction, name) -> operation(trace.append("  ").append(name).append(": "), transaction));
    for (Edge edge : cycle)
      trace.append("  ").append(names.get(edge.from())).append(" < ").append(names.get(edge.to())).append(": ")
          .append(edge.text(names.get(edge.from()), names.get(edge.to()))).append('\n');
    found.add(new IsolationFinding(anomaly, realTime, trace.toString()));
  }

  private boolean isFull(Anomaly anomaly, boolean realTime) {
    return counts.merge(anomaly + " " + realTime, 1, Integer::sum) > OF_ONE_KIND_MAX;
  }

  private void operation(StringBuilder trace, int transaction) {
    trace.append(cut(transactions.get(transaction).toString())).append('\n');
  }

  private static String cut(String text) {
    return text.length() <= LINE_MAX ? text : text.substring(0, LINE_MAX) + "…(" + text.length() + " characters)";
  }
}
