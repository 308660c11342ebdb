package io.vertikv.store.rpc;

/** Where a store listens for other stores. */
public record StoreAddress(String host, int port) {
  public StoreAddress {
    if (host.isBlank()) throw new IllegalArgumentException("an address needs a host");
    if (port <= 0 || port > 0xFFFF) throw new IllegalArgumentException("a port must be 1 to 65535: " + port);
  }

  /** {@code host:port}; an IPv6 address in brackets. */
  @Override
  public String toString() { return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port; }
}
