package io.vertikv.tools.cluster;

import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.tools.config.NodeConfig;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds out how others reach this node. May ask the name service, and so block. */
final class OwnAddress {
  private OwnAddress() {}

  /** As configured; otherwise as {@code join} calls this machine, so that all nodes call it the same; otherwise a guess. */
  static StoreAddress of(NodeConfig config) {
    return named(config).orElseGet(() -> new StoreAddress(listening(config), config.listen().nodePort()));
  }

  /** The same without the port, also for a node that opens none for others. */
  static String host(NodeConfig config) {
    return named(config).map(StoreAddress::host).orElseGet(() -> listening(config));
  }

  private static Optional<StoreAddress> named(NodeConfig config) {
    String advertise = config.cluster().advertise();
    if (!advertise.isEmpty()) return Optional.of(ClusterRecordText.address(advertise));
    int port = config.listen().nodePort();
    return config.cluster().join().stream().map(ClusterRecordText::address)
        .filter(address -> address.port() == port && isHere(address.host(), config)).findFirst();
  }

  private static String listening(NodeConfig config) {
    return config.listen().everywhere() ? addressOfMachine() : config.listen().bind();
  }

  private static boolean isHere(String host, NodeConfig config) {
    if (host.equals(config.listen().bind())) return true;
    try {
      InetAddress address = InetAddress.getByName(host);
      boolean here = NetworkInterface.getByInetAddress(address) != null;
      return here && (config.listen().everywhere() || address.equals(InetAddress.getByName(config.listen().bind())));
    } catch (UnknownHostException unknown) {
      return false; // a node that is not up yet may have no name yet; it is not this one
    } catch (IOException failed) {
      throw new ClusterRefused("the network interfaces cannot be listed (" + failed.getMessage() + "): set advertise",
          failed);
    }
  }

  /** Version 4 before version 6, private before public: what nodes of one cluster most probably share. */
  private static String addressOfMachine() {
    try {
      List<InetAddress> all = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .sorted(Comparator.<InetAddress, Boolean>comparing(Inet6Address.class::isInstance)
              .thenComparing(address -> !address.isSiteLocalAddress()))
          .toList();
      if (all.isEmpty()) return Inet4Address.getLoopbackAddress().getHostAddress();
      String text = all.getFirst().getHostAddress();
      return text.indexOf('%') < 0 ? text : text.substring(0, text.indexOf('%'));
    } catch (IOException failed) {
      throw new ClusterRefused("the network interfaces cannot be listed (" + failed.getMessage() + "): set advertise",
          failed);
    }
  }
}
