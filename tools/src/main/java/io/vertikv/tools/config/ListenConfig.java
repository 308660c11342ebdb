package io.vertikv.tools.config;

import java.util.List;
import java.util.Set;

/** Where the node is reached. */
public record ListenConfig(int port, String bind, int adminPort, int nodePort) {
  static final Setting<Integer> PORT = Setting.of("port", Kind.integer(0, 65535), "6379",
      "Port for Redis clients. 0 takes any free port and prints which.");
  static final Setting<String> BIND = Setting.of("bind", Forms.HOST, "127.0.0.1",
      "Address to listen on, for all ports. 0.0.0.0 or :: listens everywhere: set requirepass first.");
  static final Setting<Integer> ADMIN_PORT = Setting.of("admin-port", Kind.integer(0, 65535), "9379",
      "Port of the admin HTTP server: /healthz, /readyz, /metrics, /config.");
  static final Setting<Integer> NODE_PORT = Setting.of("node-port", Kind.integer(0, 65535), "16379",
      "Port for the other nodes of the cluster. Opened only in a cluster; must not be 0 there.");
  static final List<Setting<?>> SETTINGS = List.of(PORT, BIND, ADMIN_PORT, NODE_PORT);
  private static final Set<String> LOOPBACK = Set.of("localhost", "::1");

  public ListenConfig {
    if (port != 0 && (port == adminPort || port == nodePort) || adminPort != 0 && adminPort == nodePort)
      throw new IllegalArgumentException("port = %d, admin-port = %d, node-port = %d: must be three different ports"
          .formatted(port, adminPort, nodePort));
  }

  static ListenConfig from(Values values) {
    return new ListenConfig(values.get(PORT), values.get(BIND), values.get(ADMIN_PORT), values.get(NODE_PORT));
  }

  /** True when only programs on this machine can reach the node. */
  public boolean onlyThisMachine() {
    return loopback(bind);
  }

  static boolean loopback(String host) {
    return LOOPBACK.contains(host) || host.startsWith("127.");
  }

  /** True for an address that stands for all addresses of the machine. */
  public boolean everywhere() {
    return bind.equals("0.0.0.0") || bind.equals("::");
  }
}
