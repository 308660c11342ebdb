package io.vertikv.tools.chaos.cluster;

import io.vertikv.tools.crash.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a node of the cluster is started. The others are to reach it through its proxy, which it advertises; to find each
 * other, nodes use ports that follow the real node port. So the list to join names real ports, of all nodes but the last:
 * a list of all would say who the founders are, and none of them would find the port there that it advertises.
 *
 * @param settings further settings of every node
 */
record NodeLauncher(Class<?> mainClass, String join, int founders, List<String> settings) {
  private static final String HOST = "127.0.0.1:";
  private static final String CLUSTER = "chaos";
  /** Several nodes share this machine: none may take it for its own. */
  private static final List<String> JAVA_FLAGS = List.of("-Xms64m", "-Xmx512m", "-XX:MaxDirectMemorySize=256m",
      "-Dvertikv.memory.bytes=" + (1L << 30));

  /** @param ports of the founders */
  static NodeLauncher of(Class<?> mainClass, List<ChaosPorts> ports, List<String> settings) {
    List<String> listed = ports.stream().limit(ports.size() - 1).map(each -> HOST + each.node()).toList();
    return new NodeLauncher(mainClass, String.join(",", listed), ports.size(), List.copyOf(settings));
  }

  NodeProcess launch(ChaosPorts ports, int proxyPort, Path data, Path output) throws IOException {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("--cluster", CLUSTER, "--join", join, "--founders", text(founders), "--advertise",
        HOST + proxyPort));
    all.addAll(List.of("--port", text(ports.redis()), "--node-port", text(ports.node()), "--admin-port",
        text(ports.admin()), "--data", data.toString()));
    all.addAll(settings);
    return NodeProcess.launch(mainClass, JAVA_FLAGS, all, output);
  }

  private static String text(int port) { return Integer.toString(port); }
}
