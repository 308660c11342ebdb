package io.vertikv.tools.cluster;

import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.tools.config.NodeConfig;
import io.vertikv.tools.config.TlsConfig;

/**
 * Where Redis clients reach a node.
 *
 * @param port 0: none without TLS
 * @param tlsPort 0: none
 */
public record ClientAddress(String host, int port, int tlsPort) {
  public ClientAddress {
    if (host.isBlank()) throw new IllegalArgumentException("an address needs a host");
    if (port < 0 || port > 0xFFFF || tlsPort < 0 || tlsPort > 0xFFFF)
      throw new IllegalArgumentException("ports must be 0 to 65535: " + port + ", " + tlsPort);
  }

  /** The host of {@link #of} where none is configured: the one at which other nodes reach this one. May block. */
  public static String hostOf(NodeConfig config) {
    return OwnAddress.host(config);
  }

  /** @param listening the port that is listened on, the plain one if there is one */
  public static ClientAddress of(NodeConfig config, String host, int listening) {
    String advertise = config.server().advertise();
    StoreAddress first = advertise.isEmpty() ? new StoreAddress(host, listening) : ClusterRecordText.address(advertise);
    TlsConfig tls = config.tls();
    return tls.plainPort()
        ? new ClientAddress(first.host(), first.port(), tls.port())
        : new ClientAddress(first.host(), 0, first.port());
  }
}
