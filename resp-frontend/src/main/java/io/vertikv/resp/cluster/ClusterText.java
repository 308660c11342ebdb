package io.vertikv.resp.cluster;

import io.vertikv.resp.cluster.ClusterMap.Node;
import io.vertikv.resp.cluster.ClusterMap.Range;
import io.vertikv.resp.type.KeyHash;
import java.util.List;

/** The replies that Redis gives as text. */
final class ClusterText {
  private ClusterText() {}

  /** Slots fail when their leader is not known, and may fail when this node does not hear of him. */
  static String info(ClusterMap map) {
    int assigned = 0;
    int failed = 0;
    int doubted = 0;
    for (Range range : map.ranges()) {
      assigned += range.slots();
      if (range.leader() == ClusterMap.NOBODY) failed += range.slots();
      else if (!map.node(range.leader()).map(Node::reached).orElse(true)) doubted += range.slots();
    }
    boolean ok = failed == 0 && assigned == KeyHash.SLOTS;
    long size = Shard.of(map).stream().filter(shard -> !shard.ranges().isEmpty()).count();
    StringBuilder text = new StringBuilder();
    line(text, "cluster_state", ok ? "ok" : "fail");
    line(text, "cluster_slots_assigned", assigned);
    line(text, "cluster_slots_ok", assigned - failed - doubted);
    line(text, "cluster_slots_pfail", doubted);
    line(text, "cluster_slots_fail", failed);
    line(text, "cluster_known_nodes", map.nodes().size());
    line(text, "cluster_size", size);
    line(text, "cluster_current_epoch", map.epoch());
    line(text, "cluster_my_epoch", map.epoch());
    line(text, "cluster_stats_messages_sent", 0);
    line(text, "cluster_stats_messages_received", 0);
    line(text, "total_cluster_links_buffer_limit_exceeded", 0);
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(name).append(':').append(value).append("\r\n");
  }

  static String nodes(ClusterMap map, boolean overTls) {
    List<Shard> shards = Shard.of(map);
    StringBuilder text = new StringBuilder();
    for (Node node : map.nodes()) {
      Shard shard = shards.stream().filter(each -> each.holds(node)).findFirst().orElseThrow();
      text.append(line(map, shard, node, overTls)).append('\n');
    }
    return text.toString();
  }

  /** {@code id host:port@bus-port[,hostname] flags master ping pong epoch link slot-slot …} */
  static String line(ClusterMap map, Shard shard, Node node, boolean overTls) {
    boolean leads = node.equals(shard.master());
    StringBuilder text = new StringBuilder(node.id()).append(' ').append(node.host()).append(':')
        .append(node.port(overTls)).append('@').append(node.busPort());
    if (node.named()) text.append(',').append(node.host());
    text.append(node.store() == map.self() ? " myself," : " ").append(leads ? "master" : "slave")
        .append(node.reached() ? " " : ",fail? ").append(leads ? "-" : shard.master().id()).append(" 0 0 ")
        .append(map.epoch()).append(node.reached() ? " connected" : " disconnected");
    if (!leads) return text.toString();
    for (Range range : shard.ranges()) {
      text.append(' ').append(range.first());
      if (range.slots() > 1) text.append('-').append(range.last());
    }
    return text.toString();
  }
}
