package io.vertikv.tools.check.cycle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A directed graph over nodes with numbers; every arc stands for an edge between transactions. */
final class Graph {
  /** The nodes are those of the graph, which need not be the transactions of the edge. */
  record Arc(int from, int to, Edge edge) {}

  private final int nodes;
  private final Arc[] arcs;
  /** Where the arcs of each node start in the array. */
  private final int[] starts;

  Graph(int nodes, List<Arc> unsorted) {
    this.nodes = nodes;
    starts = new int[nodes + 1];
    for (Arc arc : unsorted) starts[arc.from() + 1]++;
    for (int i = 0; i < nodes; i++) starts[i + 1] += starts[i];
    int[] free = Arrays.copyOf(starts, nodes);
    arcs = new Arc[unsorted.size()];
    for (Arc arc : unsorted) arcs[free[arc.from()]++] = arc;
  }

  static Graph of(int nodes, List<Edge> edges, Predicate<Edge> chosen) {
    List<Arc> arcs = new ArrayList<>();
    for (Edge edge : edges) if (chosen.test(edge)) arcs.add(new Arc(edge.from(), edge.to(), edge));
    return new Graph(nodes, arcs);
  }

  /** The arcs that lie on a cycle: both ends are in one component. */
  List<Arc> cyclic(int[] components) {
    List<Arc> cyclic = new ArrayList<>();
    for (Arc arc : arcs) if (components[arc.from()] == components[arc.to()]) cyclic.add(arc);
    return cyclic;
  }

  /** A shortest way, as edges. */
  Optional<List<Edge>> path(int from, int to) {
    Arc[] arrived = new Arc[nodes];
    ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(from));
    while (!queue.isEmpty()) {
      int node = queue.remove();
      for (int i = starts[node]; i < starts[node + 1]; i++) {
        Arc arc = arcs[i];
        if (arc.to() == to) return Optional.of(way(arc, from, arrived));
        if (arrived[arc.to()] != null || arc.to() == from) continue;
        arrived[arc.to()] = arc;
        queue.add(arc.to());
      }
    }
    return Optional.empty();
  }

  private static List<Edge> way(Arc last, int from, Arc[] arrived) {
    List<Edge> way = new ArrayList<>(List.of(last.edge()));
    for (Arc arc = last; arc.from() != from;) {
      arc = arrived[arc.from()];
      way.add(arc.edge());
    }
    Collections.reverse(way);
    return way;
  }

  /** The number of the strongly connected component of each node (Tarjan, 1972; without recursion). */
  int[] components() {
    int[] component = new int[nodes];
    int[] low = new int[nodes];
    int[] nextArc = Arrays.copyOf(starts, nodes);
    int[] path = new int[nodes];
    int[] open = new int[nodes];
    int pathSize = 0;
    int openSize = 0;
    int visited = 0;
    int components = 0;
    for (int root = 0; root < nodes; root++) {
      if (low[root] != 0) continue;
      path[pathSize++] = root;
      while (pathSize > 0) {
        int node = path[pathSize - 1];
        if (low[node] == 0) {
          low[node] = ++visited;
          open[openSize++] = node;
        }
        int child = unvisitedChild(node, low, nextArc);
        if (child >= 0) {
          path[pathSize++] = child;
          continue;
        }
        pathSize--;
        int lowest = low[node];
        for (int i = starts[node]; i < starts[node + 1]; i++) lowest = Math.min(lowest, low[arcs[i].to()]);
        boolean isRoot = lowest == low[node];
        low[node] = lowest;
        if (!isRoot) continue;
        components++;
        int member;
        do {
          member = open[--openSize];
          component[member] = components;
          low[member] = Integer.MAX_VALUE;
        } while (member != node);
      }
    }
    return component;
  }

  private int unvisitedChild(int node, int[] low, int[] nextArc) {
    while (nextArc[node] < starts[node + 1]) {
      int to = arcs[nextArc[node]++].to();
      if (low[to] == 0) return to;
    }
    return -1;
  }
}
