package io.vertikv.tools.config;

import java.util.List;

/**
 * How nodes find each other, and on which ports they talk about it. Zero for a port means that it follows the node port.
 */
public record DiscoveryConfig(DiscoveryMode mode, int port, int busPort, String kubernetesService) {
  /** Far enough from the node port that nodes on one machine may have node ports in a row. */
  public static final int PORT_OFFSET = 1_000;
  public static final int BUS_PORT_OFFSET = 2_000;

  static final Setting<DiscoveryMode> MODE = Setting.of("discovery.mode", Kind.choice(DiscoveryMode.class), "join",
      "How nodes find each other. join: at the addresses that join names.",
      "multicast: in the local network. kubernetes: at the addresses of a headless service.");
  static final Setting<Integer> PORT = Setting.of("discovery.port", Kind.integer(0, 65535), "0",
      "Port on which nodes find each other. 0: node-port + " + PORT_OFFSET
          + ". Another distance from node-port must be",
      "the same on all nodes.");
  static final Setting<Integer> BUS_PORT = Setting.of("discovery.bus-port", Kind.integer(0, 65535), "0",
      "Port on which nodes tell each other what they have found. 0: node-port + " + BUS_PORT_OFFSET + ".");
  static final Setting<String> KUBERNETES_SERVICE = Setting.of("discovery.kubernetes-service",
      Forms.HOST_OR_NOTHING, "",
      "DNS name of the headless service of the nodes, with discovery.mode = kubernetes. It must publish addresses",
      "of pods that are not ready (publishNotReadyAddresses): a node is ready only in a cluster.");
  static final List<Setting<?>> SETTINGS = List.of(MODE, PORT, BUS_PORT, KUBERNETES_SERVICE);

  public DiscoveryConfig {
    if (mode == DiscoveryMode.KUBERNETES && kubernetesService.isEmpty())
      throw new IllegalArgumentException(
          "discovery.kubernetes-service = \"\": must name the service with discovery.mode = kubernetes");
    if (mode != DiscoveryMode.KUBERNETES && !kubernetesService.isEmpty())
      throw new IllegalArgumentException("discovery.kubernetes-service = " + kubernetesService
          + ": must be empty unless discovery.mode = kubernetes");
  }

  static DiscoveryConfig from(Values values) {
    return new DiscoveryConfig(values.get(MODE), values.get(PORT), values.get(BUS_PORT),
        values.get(KUBERNETES_SERVICE));
  }
}
