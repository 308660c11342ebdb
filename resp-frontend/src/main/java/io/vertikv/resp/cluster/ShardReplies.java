package io.vertikv.resp.cluster;

import io.vertikv.resp.cluster.ClusterMap.Node;
import io.vertikv.resp.cluster.ClusterMap.Range;
import io.vertikv.resp.reply.Reply;
import java.util.ArrayList;
import java.util.List;

/** CLUSTER SLOTS and CLUSTER SHARDS. */
final class ShardReplies {
  private ShardReplies() {}

  /** Replicas that this node does not hear of are left out, as in Redis; the leader never is. */
  static Reply slots(ClusterMap map, boolean overTls) {
    List<Reply> ranges = new ArrayList<>();
    for (Range range : map.ranges()) {
      Node entry = map.entry(range);
      List<Reply> items = new ArrayList<>(List.of(Reply.integer(range.first()), Reply.integer(range.last()),
          endpoint(entry, overTls)));
      for (Node node : map.nodes())
        if (node != entry && node.reached() && range.replicas().contains(node.store()))
          items.add(endpoint(node, overTls));
      ranges.add(Reply.array(items));
    }
    return Reply.array(ranges);
  }

  /** The last item is for what else is known of a node's address: nothing. */
  private static Reply endpoint(Node node, boolean overTls) {
    return Reply.array(Reply.bulk(node.host()), Reply.integer(node.port(overTls)), Reply.bulk(node.id()),
        Reply.map(List.of()));
  }

  static Reply shards(ClusterMap map) {
    return Reply.array(Shard.of(map).stream().map(ShardReplies::shard).toList());
  }

  private static Reply shard(Shard shard) {
    List<Reply> slots = new ArrayList<>();
    for (Range range : shard.ranges()) {
      slots.add(Reply.integer(range.first()));
      slots.add(Reply.integer(range.last()));
    }
    List<Reply> nodes = new ArrayList<>(List.of(node(shard.master(), "master")));
    for (Node replica : shard.replicas()) nodes.add(node(replica, "replica"));
    return Reply.map(List.of(Reply.bulk("slots"), Reply.array(slots), Reply.bulk("nodes"), Reply.array(nodes)));
  }

  private static Reply node(Node node, String role) {
    List<Reply> flat = new ArrayList<>();
    put(flat, "id", Reply.bulk(node.id()));
    if (node.port() != 0) put(flat, "port", Reply.integer(node.port()));
    if (node.tlsPort() != 0) put(flat, "tls-port", Reply.integer(node.tlsPort()));
    put(flat, "ip", Reply.bulk(node.host()));
    put(flat, "endpoint", Reply.bulk(node.host()));
    if (node.named()) put(flat, "hostname", Reply.bulk(node.host()));
    put(flat, "role", Reply.bulk(role));
    put(flat, "replication-offset", Reply.integer(node.offset()));
    put(flat, "health", Reply.bulk(node.reached() ? "online" : "fail"));
    return Reply.map(flat);
  }

  private static void put(List<Reply> flat, String name, Reply value) {
    flat.add(Reply.bulk(name));
    flat.add(value);
  }
}
