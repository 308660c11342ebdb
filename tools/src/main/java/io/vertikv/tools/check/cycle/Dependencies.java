package io.vertikv.tools.check.cycle;

import io.vertikv.tools.check.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The edges between transactions that follow from the versions of lists, and those that follow from time. */
final class Dependencies {
  private final List<Edge> edges = new ArrayList<>();

  private Dependencies() {}

  static List<Edge> of(List<Versions> lists, Findings findings) {
    Dependencies dependencies = new Dependencies();
    for (Versions list : lists) dependencies.add(list, findings);
    return dependencies.edges;
  }

  /**
   * An append that nobody read comes after everything that was read. So it depends on the last writer, and on the readers
   * of the last version: in truth maybe through other unread appends, but those only add ww edges to the way.
   */
  private void add(Versions list, Findings findings) {
    Map<Integer, String> unread = list.unread();
    for (int i = 1; i < list.count(); i++)
      edge(list.writer(i - 1), list.writer(i), Edge.Kind.WW, list.key(), list.element(i));
    if (list.count() > 0)
      unread.forEach(
          (writer, element) -> edge(list.writer(list.count() - 1), writer, Edge.Kind.WW, list.key(), element));
    List<Integer> updates = new ArrayList<>();
    for (Observations.Reading reading : list.readings()) {
      int reader = reading.reader();
      int version = list.version(reading);
      if (version > 0) edge(list.writer(version - 1), reader, Edge.Kind.WR, list.key(), list.element(version - 1));
      if (version < list.count())
        edge(reader, list.writer(version), Edge.Kind.RW, list.key(), list.element(version));
      else {
        unread.forEach((writer, element) -> edge(reader, writer, Edge.Kind.RW, list.key(), element));
        if (unread.containsKey(reader)) updates.add(reader);
      }
    }
    if (updates.size() > 1)
      findings.add(Anomaly.LOST_UPDATE, "all of these read the same version of " + list.key() + " and appended to it",
          updates.stream().mapToInt(Integer::intValue).toArray());
  }

  private void edge(int from, int to, Edge.Kind kind, String key, String element) {
    if (from != to) edges.add(new Edge(from, to, kind, key, element));
  }

  private record Event(long place, int transaction, boolean invocation) {}

  /**
   * From each transaction to those invoked after its completion, less those that follow from others: a transaction is
   * forgotten once one that came after it is completed too. This leaves about as many edges for each as there are
   * transactions under way at one time.
   */
  static List<Edge> ofTime(List<Operation> transactions, Fates fates) {
    List<Edge> edges = new ArrayList<>();
    List<Set<Integer>> predecessors = new ArrayList<>();
    for (int i = 0; i < transactions.size(); i++) predecessors.add(Set.of());
    Set<Integer> latest = new LinkedHashSet<>();
    for (Event event : events(transactions, fates)) {
      int transaction = event.transaction();
      if (event.invocation()) {
        for (int before : latest) edges.add(new Edge(before, transaction, Edge.Kind.TIME, "", ""));
        predecessors.set(transaction, new LinkedHashSet<>(latest));
      } else {
        predecessors.get(transaction).forEach(latest::remove);
        predecessors.set(transaction, Set.of());
        latest.add(transaction);
      }
    }
    return edges;
  }

  private static List<Event> events(List<Operation> transactions, Fates fates) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < transactions.size(); i++) {
      if (!fates.hasHappened(i)) continue;
      events.add(new Event(transactions.get(i).invoked(), i, true));
      if (transactions.get(i).isOk()) events.add(new Event(transactions.get(i).completed(), i, false));
    }
    events.sort(Comparator.comparingLong(Event::place).thenComparing(Event::invocation, Comparator.reverseOrder()));
    return events;
  }
}
