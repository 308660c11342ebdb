package io.vertikv.resp.cluster;

import io.vertikv.resp.cluster.ClusterMap.Node;
import io.vertikv.resp.command.Args;
import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.session.Session;
import io.vertikv.resp.session.SessionCommand;
import io.vertikv.resp.type.KeyHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** ASKING, CLUSTER and those of its subcommands that are not about data. */
public final class ClusterHandlers {
  private final Supplier<ClusterMap> map;

  private ClusterHandlers(Supplier<ClusterMap> map) { this.map = map; }

  /** By the names of the table. {@code map}: as of now; asked for with each command, on the connection's loop. */
  public static Map<String, SessionCommand> all(Supplier<ClusterMap> map) {
    ClusterHandlers handlers = new ClusterHandlers(map);
    return Map.ofEntries(
        Map.entry("ASKING", (session, args) -> Reply.OK),
        Map.entry("CLUSTER|COUNT-FAILURE-REPORTS", (session, args) -> {
          node(map.get(), args);
          return Reply.integer(0);
        }),
        Map.entry("CLUSTER|HELP", (session, args) -> HELP),
        Map.entry("CLUSTER|INFO", (session, args) -> text(ClusterText.info(map.get()))),
        Map.entry("CLUSTER|KEYSLOT", (session, args) -> Reply.integer(KeyHash.slot(args.bytes(2)))),
        Map.entry("CLUSTER|LINKS", (session, args) -> Reply.EMPTY_ARRAY),
        Map.entry("CLUSTER|MYID", (session, args) -> Reply.bulk(map.get().own().id())),
        Map.entry("CLUSTER|MYSHARDID", (session, args) -> Reply.bulk(ownShard(map.get()).id())),
        Map.entry("CLUSTER|NODES", handlers.telling((shown, tls) -> text(ClusterText.nodes(shown, tls)))),
        Map.entry("CLUSTER|REPLICAS", handlers::replicas),
        Map.entry("CLUSTER|SHARDS", (session, args) -> ShardReplies.shards(map.get())),
        Map.entry("CLUSTER|SLAVES", handlers::replicas),
        Map.entry("CLUSTER|SLOTS", handlers.telling(ShardReplies::slots)));
  }

  private static Reply text(String text) {
    return new Reply.Verbatim("txt", text.getBytes(StandardCharsets.UTF_8));
  }

  /** For replies with one port for each node: who has come over TLS is told the other one. */
  private SessionCommand telling(BiFunction<ClusterMap, Boolean, Reply> reply) {
    return (session, args) -> {
      ClusterMap shown = map.get();
      return reply.apply(shown, overTls(session, shown));
    };
  }

  private static boolean overTls(Session session, ClusterMap map) {
    return session.localAddress().endsWith(":" + map.own().tlsPort());
  }

  private static Node node(ClusterMap map, Args args) {
    String id = args.text(2);
    return map.node(id)
        .orElseThrow(() -> new CommandError("ERR Unknown node " + id.replace('\r', ' ').replace('\n', ' ')));
  }

  private static Shard ownShard(ClusterMap map) {
    return Shard.of(map).stream().filter(shard -> shard.holds(map.own())).findFirst().orElseThrow();
  }

  private Reply replicas(Session session, Args args) {
    ClusterMap shown = map.get();
    Node node = node(shown, args);
    boolean overTls = overTls(session, shown);
    return Shard.of(shown).stream().filter(shard -> shard.master().equals(node)).findFirst()
        .map(shard -> Reply.array(shard.replicas().stream()
            .map(replica -> Reply.bulk(ClusterText.line(shown, shard, replica, overTls))).toList()))
        .orElseThrow(() -> new CommandError("ERR The specified node is not a master"));
  }

  private static final Reply HELP = Reply.array(List.of(
      "CLUSTER <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
      "COUNT-FAILURE-REPORTS <node-id>",
      "    Return number of failure reports for <node-id>.",
      "COUNTKEYSINSLOT <slot>",
      "    Return the number of keys in <slot>.",
      "GETKEYSINSLOT <slot> <count>",
      "    Return key names in a slot.",
      "INFO",
      "    Return information about the cluster.",
      "KEYSLOT <key>",
      "    Return the hash slot for <key>.",
      "MYID",
      "    Return the node id.",
      "MYSHARDID",
      "    Return the node's shard id.",
      "NODES",
      "    Return cluster configuration seen by node. Output format:",
      "    <id> <ip:port@bus-port[,hostname]> <flags> <master> <pings> <pongs> <epoch> <link> <slot> ...",
      "REPLICAS <node-id>",
      "    Return <node-id> replicas.",
      "SLOTS",
      "    Return information about slots range mappings. Each range is made of:",
      "    start, end, master and replicas IP addresses, ports and ids",
      "SHARDS",
      "    Return information about slot range mappings and the nodes associated with them.",
      "LINKS",
      "    Return information about all network links between this node and its peers.",
      "    Output format is an array where each array element is a map containing attributes of a link",
      "HELP",
      "    Print this help.").stream().map(Reply::simple).toList());
}
