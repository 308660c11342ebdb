package io.vertikv.resp.cluster;

import io.vertikv.resp.cluster.ClusterMap.Node;
import io.vertikv.resp.cluster.ClusterMap.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link ClusterMap} as Redis' cluster is arranged: shards of one master and its replicas. A node that leads a slot is a
 * master; any other is the replica of the node from which it follows most slots, or a master of nothing when it follows none.
 *
 * @param master leads the ranges
 */
record Shard(Node master, List<Range> ranges, List<Node> replicas) {
  /** In the order of the masters' stores. Every node is in one of them. */
  static List<Shard> of(ClusterMap map) {
    Map<Long, List<Range>> led = new HashMap<>();
    for (Range range : map.ranges())
      led.computeIfAbsent(map.entry(range).store(), store -> new ArrayList<>()).add(range);
    Map<Long, List<Node>> replicas = new HashMap<>();
    List<Node> masters = new ArrayList<>();
    for (Node node : map.nodes()) {
      Optional<Long> followed = led.containsKey(node.store()) ? Optional.empty() : followed(map, node);
      followed.ifPresentOrElse(master -> replicas.computeIfAbsent(master, store -> new ArrayList<>()).add(node),
          () -> masters.add(node));
    }
    return masters.stream().map(master -> new Shard(master, led.getOrDefault(master.store(), List.of()),
        replicas.getOrDefault(master.store(), List.of()))).toList();
  }

  private static Optional<Long> followed(ClusterMap map, Node node) {
    Map<Long, Integer> slots = new HashMap<>();
    for (Range range : map.ranges())
      if (range.replicas().contains(node.store())) slots.merge(map.entry(range).store(), range.slots(), Integer::sum);
    return slots.entrySet().stream()
        .max(Map.Entry.<Long, Integer>comparingByValue()
            .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .map(Map.Entry::getKey);
  }

  /** Made from the master's, so it changes with him. */
  String id() {
    String master = this.master.id();
    return master.substring(master.length() / 2) + master.substring(0, master.length() / 2);
  }

  boolean holds(Node node) { return node.equals(master) || replicas.contains(node); }
}
