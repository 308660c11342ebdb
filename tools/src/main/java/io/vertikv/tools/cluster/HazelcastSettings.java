package io.vertikv.tools.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.tools.config.NodeConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Map;

/**
 * Hazelcast as small as it goes: it knows who is there and who listens on the event bus, a few hundred bytes. Nothing is
 * kept in it that anybody would miss, so that it may lose everything, and come up late, split or not at all.
 */
final class HazelcastSettings {
  /** Must be the same on all nodes, for ever. The default of 271 is for data; each costs memory and messages. */
  private static final String PARTITIONS = "13";

  private static final Map<String, String> PROPERTIES = Map.ofEntries(
      Map.entry("hazelcast.phone.home.enabled", "false"),
      Map.entry("hazelcast.logging.type", "slf4j"),
      Map.entry("hazelcast.shutdownhook.enabled", "false"), // the node stops its parts in an order of its own
      Map.entry("hazelcast.graceful.shutdown.max.wait", "1"),
      Map.entry("hazelcast.jmx", "false"),
      Map.entry("hazelcast.health.monitoring.level", "OFF"),
      Map.entry("hazelcast.diagnostics.enabled", "false"),
      Map.entry("hazelcast.partition.count", PARTITIONS),
      Map.entry("hazelcast.operation.thread.count", "2"),
      Map.entry("hazelcast.operation.generic.thread.count", "2"),
      Map.entry("hazelcast.operation.response.thread.count", "1"),
      Map.entry("hazelcast.io.thread.count", "1"),
      Map.entry("hazelcast.event.thread.count", "1"),
      Map.entry("hazelcast.clientengine.thread.count", "1"),
      Map.entry("hazelcast.clientengine.query.thread.count", "1"),
      Map.entry("hazelcast.clientengine.blocking.thread.count", "1"),
      Map.entry("hazelcast.wait.seconds.before.join", "0"),
      Map.entry("hazelcast.max.wait.seconds.before.join", "1"),
      Map.entry("hazelcast.tcp.join.port.try.count", "1"),
      // Who serves is decided elsewhere: these may be slow, and cost an idle node the less.
      Map.entry("hazelcast.max.no.heartbeat.seconds", "30"),
      Map.entry("hazelcast.heartbeat.interval.seconds", "5"),
      Map.entry("hazelcast.slow.operation.detector.enabled", "false"),
      // Nodes that start at the same time may found several clusters of Hazelcast's, which unite at the first look.
      Map.entry("hazelcast.merge.first.run.delay.seconds", "1"),
      Map.entry("hazelcast.merge.next.run.delay.seconds", "3"));

  private HazelcastSettings() {}

  /** May ask the name service, and so block. */
  static Config of(NodeConfig node, StoreAddress self, Collection<StoreAddress> known) throws UnknownHostException {
    Config config = new Config();
    config.setClusterName("vertikv-" + node.cluster().name());
    config.setClassLoader(HazelcastSettings.class.getClassLoader());
    PROPERTIES.forEach(config::setProperty);
    config.setProperty("hazelcast.prefer.ipv4.stack", String.valueOf(self.host().indexOf(':') < 0));
    config.getMetricsConfig().setEnabled(false);
    config.getJetConfig().setEnabled(false);
    // What vertx-hazelcast keeps; as in its own default-cluster.xml.
    config.addMultiMapConfig(new MultiMapConfig("__vertx.subs").setBackupCount(1)
        .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
    config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
    network(config, node, self);
    join(config.getNetworkConfig().getJoin(), node, known);
    return config;
  }

  private static void network(Config config, NodeConfig node, StoreAddress self) throws UnknownHostException {
    NetworkConfig network = config.getNetworkConfig();
    network.setPort(node.discoveryPort()).setPortAutoIncrement(false);
    network.setPublicAddress(new StoreAddress(self.host(), node.discoveryPort()).toString());
    boolean everywhere = node.listen().everywhere();
    config.setProperty("hazelcast.socket.bind.any", String.valueOf(everywhere));
    if (!everywhere)
      network.getInterfaces().setEnabled(true)
          .addInterface(InetAddress.getByName(node.listen().bind()).getHostAddress());
  }

  private static void join(JoinConfig join, NodeConfig node, Collection<StoreAddress> known) {
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    switch (node.cluster().discovery().mode()) {
      case JOIN -> {
        join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(2);
        int distance = node.discoveryPort() - node.listen().nodePort();
        for (StoreAddress address : known) {
          int port = address.port() + distance;
          if (port > 0 && port <= 0xFFFF)
            join.getTcpIpConfig().addMember(new StoreAddress(address.host(), port).toString());
        }
      }
      case MULTICAST -> join.getMulticastConfig().setEnabled(true);
      case KUBERNETES -> join.getKubernetesConfig().setEnabled(true)
          .setProperty("service-dns", node.cluster().discovery().kubernetesService())
          .setProperty("service-port", String.valueOf(node.discoveryPort()));
    }
  }
}
