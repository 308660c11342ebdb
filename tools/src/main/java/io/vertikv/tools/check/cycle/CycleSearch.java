package io.vertikv.tools.check.cycle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Finds cycles of dependencies and names them by their edges. Whether there is a cycle of a kind is decided exactly, by
 * strongly connected components; only the choice of the one to be shown (a short one) is a bounded search. Kinds are looked
 * for from the worst on. The milder ones are looked for only where there is no worse one, since a way round that takes
 * fewer rw edges could nearly always be made longer.
 *
 * <p>
 * A cycle without two rw in a row is found in a graph that has two nodes for each transaction: one for being there, one
 * for having come by rw, from which no rw leads on. A cycle there may pass a transaction twice; it is then cut in two, of
 * which one at least still has no two rw in a row: the two passages have no (rw, rw) between them, and after the cut not
 * both of the new joints can.
 */
final class CycleSearch {
  /** Ways looked for in one component and step: enough to find a short one, and both its names. */
  private static final int TRIES_MAX = 200;

  private final int transactions;
  private final List<Edge> edges;
  private final Findings findings;
  private final boolean onlyRealTime;

  /** @param onlyRealTime the edges hold those of time, and only cycles with one of these are to be told */
  CycleSearch(int transactions, List<Edge> edges, Findings findings, boolean onlyRealTime) {
    this.transactions = transactions;
    this.edges = edges;
    this.findings = findings;
    this.onlyRealTime = onlyRealTime;
  }

  void run() {
    for (List<Edge> component : components(Graph.of(transactions, edges, edge -> true)))
      cycles(component).forEach((anomaly, cycle) -> {
        if (!onlyRealTime || cycle.stream().anyMatch(edge -> edge.kind() == Edge.Kind.TIME))
          findings.add(anomaly, cycle);
      });
  }

  private static Collection<List<Edge>> components(Graph graph) {
    int[] components = graph.components();
    Map<Integer, List<Edge>> cyclic = new TreeMap<>();
    for (Graph.Arc arc : graph.cyclic(components))
      cyclic.computeIfAbsent(components[arc.from()], key -> new ArrayList<>()).add(arc.edge());
    return cyclic.values();
  }

  /** The shortest cycle found for each name, in one component. */
  private Map<Anomaly, List<Edge>> cycles(List<Edge> all) {
    List<Edge> component = renumbered(all);
    Map<Anomaly, List<Edge>> found = new EnumMap<>(Anomaly.class);
    Predicate<Edge> strong = edge -> !edge.isRw();
    Predicate<Edge> write = edge -> strong.test(edge) && edge.kind() != Edge.Kind.WR;
    int size = 1 + component.stream().mapToInt(edge -> Math.max(edge.from(), edge.to())).max().orElse(0);
    close(component, edge -> edge.kind() == Edge.Kind.WW, Graph.of(size, component, write), found);
    close(component, edge -> edge.kind() == Edge.Kind.WR, Graph.of(size, component, strong), found);
    close(component, Edge::isRw, Graph.of(size, component, strong), found);
    if (found.isEmpty()) closeWithoutTwoRwInARow(size, component, found);
    if (found.isEmpty()) close(component, Edge::isRw, Graph.of(size, component, edge -> true), found);
    Map<Integer, Integer> originals = new HashMap<>();
    for (int i = 0; i < all.size(); i++) originals.put(component.get(i).from(), all.get(i).from());
    found.replaceAll((anomaly, cycle) -> cycle.stream().map(edge -> moved(edge, originals)).toList());
    return found;
  }

  /** With small numbers for the transactions, so that the many searches in a small component stay small. */
  private static List<Edge> renumbered(List<Edge> edges) {
    Map<Integer, Integer> numbers = new HashMap<>();
    for (Edge edge : edges) {
      numbers.putIfAbsent(edge.from(), numbers.size());
      numbers.putIfAbsent(edge.to(), numbers.size());
    }
    return edges.stream().map(edge -> moved(edge, numbers)).toList();
  }

  private static Edge moved(Edge edge, Map<Integer, Integer> numbers) {
    return new Edge(numbers.get(edge.from()), numbers.get(edge.to()), edge.kind(), edge.key(), edge.element());
  }

  /** Cycles that start with one of the chosen edges and come back by the graph. */
  private static void close(List<Edge> component, Predicate<Edge> chosen, Graph back,
      Map<Anomaly, List<Edge>> found) {
    int[] components = back.components();
    int tries = 0;
    for (Edge edge : component) {
      if (!chosen.test(edge) || !edge.isRw() && components[edge.from()] != components[edge.to()]) continue;
      if (++tries > TRIES_MAX) return;
      Optional<List<Edge>> way = back.path(edge.to(), edge.from());
      if (way.isEmpty()) continue;
      List<Edge> cycle = new ArrayList<>(List.of(edge));
      cycle.addAll(way.get());
      keep(cycle, found);
    }
  }

  private static void closeWithoutTwoRwInARow(int size, List<Edge> component, Map<Anomaly, List<Edge>> found) {
    List<Graph.Arc> arcs = new ArrayList<>();
    for (Edge edge : component) {
      arcs.add(new Graph.Arc(2 * edge.from(), 2 * edge.to() + (edge.isRw() ? 1 : 0), edge));
      if (!edge.isRw()) arcs.add(new Graph.Arc(2 * edge.from() + 1, 2 * edge.to(), edge));
    }
    Graph graph = new Graph(2 * size, arcs);
    int tries = 0;
    for (Graph.Arc arc : graph.cyclic(graph.components())) {
      if (++tries > TRIES_MAX) return;
      List<Edge> round = new ArrayList<>(List.of(arc.edge()));
      round.addAll(graph.path(arc.to(), arc.from()).orElseThrow());
      keep(withoutRepetition(round), found);
    }
  }

  /** Cuts a round that passes a transaction twice, keeping a part that has no two rw in a row. */
  private static List<Edge> withoutRepetition(List<Edge> round) {
    Map<Integer, Integer> passed = new HashMap<>();
    for (int i = 0; i < round.size(); i++) {
      Integer before = passed.put(round.get(i).from(), i);
      if (before == null) continue;
      List<Edge> inner = round.subList(before, i);
      List<Edge> outer = new ArrayList<>(round.subList(i, round.size()));
      outer.addAll(round.subList(0, before));
      return withoutRepetition(hasTwoRwInARow(inner) ? outer : inner);
    }
    return round;
  }

  private static void keep(List<Edge> cycle, Map<Anomaly, List<Edge>> found) {
    List<Edge> shown = joined(cycle);
    found.merge(name(shown), shown, (one, other) -> other.size() < one.size() ? other : one);
  }

  /** Time is transitive: edges of it in a row are told as one. */
  private static List<Edge> joined(List<Edge> cycle) {
    List<Edge> joined = new ArrayList<>();
    for (Edge edge : cycle) {
      Edge last = joined.isEmpty() ? edge : joined.getLast();
      if (last != edge && last.kind() == Edge.Kind.TIME && edge.kind() == Edge.Kind.TIME)
        joined.set(joined.size() - 1, new Edge(last.from(), edge.to(), Edge.Kind.TIME, "", ""));
      else
        joined.add(edge);
    }
    Edge first = joined.getFirst();
    Edge last = joined.getLast();
    if (joined.size() > 1 && first.kind() == Edge.Kind.TIME && last.kind() == Edge.Kind.TIME) {
      joined.removeLast();
      joined.set(0, new Edge(last.from(), first.to(), Edge.Kind.TIME, "", ""));
    }
    return joined;
  }

  static Anomaly name(List<Edge> cycle) {
    long rw = cycle.stream().filter(Edge::isRw).count();
    boolean time = cycle.stream().anyMatch(edge -> edge.kind() == Edge.Kind.TIME);
    boolean readsWrites = cycle.stream().anyMatch(edge -> edge.kind() == Edge.Kind.WR);
    long keys = cycle.stream().map(Edge::key).distinct().count();
    if (rw == 0) return readsWrites ? Anomaly.G1C : Anomaly.G0;
    if (rw == 1) return keys == 1 && !readsWrites && !time ? Anomaly.LOST_UPDATE : Anomaly.G_SINGLE;
    if (!hasTwoRwInARow(cycle)) return Anomaly.LONG_FORK;
    return rw == 2 && cycle.size() == 2 && keys == 2 ? Anomaly.WRITE_SKEW : Anomaly.G2;
  }

  /** Around the cycle, its end and its start included. */
  private static boolean hasTwoRwInARow(List<Edge> cycle) {
    for (int i = 0; i < cycle.size(); i++)
      if (cycle.get(i).isRw() && cycle.get((i + 1) % cycle.size()).isRw()) return true;
    return false;
  }
}
