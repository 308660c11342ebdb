package io.vertikv.tools.playground;

import io.vertikv.tools.config.DiscoveryConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What runs where: nodes in a row, each with a Redis port and, at fixed distances from it, an admin port, a node port and
 * the two ports by which nodes find each other.
 */
public record PlaygroundPlan(int nodes, int port, Path data) {
  public static final int NODES_MAX = 9;
  private static final int ADMIN_OFFSET = 3_000;
  private static final int NODE_OFFSET = 10_000;
  /** The highest of a node's ports must still be one. */
  public static final int PORT_MAX = 65_535 - NODE_OFFSET - DiscoveryConfig.BUS_PORT_OFFSET - NODES_MAX;

  private static final String HOST = "127.0.0.1";

  int redisPort(int node) { return port + node; }

  int adminPort(int node) { return port + ADMIN_OFFSET + node; }

  int nodePort(int node) { return port + NODE_OFFSET + node; }

  /** People count from 1. */
  String name(int node) {
    return "node-" + (node + 1);
  }

  /** All ports that must be free. */
  List<Integer> ports() {
    return IntStream.range(0, nodes).boxed().flatMap(node -> Stream.of(redisPort(node), adminPort(node), nodePort(node),
        nodePort(node) + DiscoveryConfig.PORT_OFFSET, nodePort(node) + DiscoveryConfig.BUS_PORT_OFFSET)).toList();
  }

  /** The arguments of {@code vertikv} for this node. A single one needs no cluster. */
  List<String> arguments(int node) {
    List<String> own = List.of("start", "--bind", HOST, "--port", String.valueOf(redisPort(node)), "--admin-port",
        String.valueOf(adminPort(node)), "--node-port", String.valueOf(nodePort(node)), "--data",
        data.resolve(name(node)).toString(), "--cluster", "playground");
    String join = IntStream.range(0, nodes).mapToObj(each -> HOST + ":" + nodePort(each))
        .collect(Collectors.joining(","));
    return nodes == 1 ? own : Stream.concat(own.stream(), Stream.of("--join", join)).toList();
  }

  /** For people: what is where. */
  String table() {
    StringBuilder text = new StringBuilder("%-8s %-16s %-16s %-16s %s%n".formatted("", "Redis", "admin HTTP",
        "other nodes", "connect with"));
    for (int node = 0; node < nodes; node++)
      text.append("%-8s %-16s %-16s %-16s redis-cli -p %d%n".formatted(name(node), HOST + ":" + redisPort(node),
          HOST + ":" + adminPort(node), HOST + ":" + nodePort(node), redisPort(node)));
    return text.toString();
  }
}
