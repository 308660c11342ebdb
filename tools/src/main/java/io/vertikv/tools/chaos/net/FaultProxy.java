package io.vertikv.tools.chaos.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands in front of one node's port for other nodes, on a port of its own, and lets pass what {@link Links} allow. */
public final class FaultProxy implements AutoCloseable {
  private static final int BACKLOG = 256;
  private static final int CONNECT_MILLIS = 2_000;

  private final int node;
  private final int targetPort;
  private final Links links;
  private final ServerSocket listener;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

  private FaultProxy(int node, int targetPort, Links links, ServerSocket listener) {
    this.node = node;
    this.targetPort = targetPort;
    this.links = links;
    this.listener = listener;
  }

  public static FaultProxy open(int node, int targetPort, Links links) throws IOException {
    FaultProxy proxy = new FaultProxy(node, targetPort, links,
        new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().name("proxy of node " + node).start(proxy::accept);
    return proxy;
  }

  public int port() { return listener.getLocalPort(); }

  /** Every connection ends, as when a router restarts. */
  public void breakConnections() {
    connections.forEach(ProxiedConnection::close);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket dialer = listener.accept();
        Thread.ofVirtual().start(() -> serve(dialer));
      } catch (IOException failed) {
        if (!listener.isClosed()) throw new IllegalStateException("the proxy of node " + node + " failed", failed);
      }
    }
  }

  /** A node that is down refuses; so does its proxy. */
  private void serve(Socket dialer) {
    Socket target = new Socket();
    try {
      target.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort), CONNECT_MILLIS);
      connect(dialer, target);
    } catch (IOException refused) {
      ProxiedConnection.closeQuietly(dialer);
      ProxiedConnection.closeQuietly(target);
    }
  }

  private void connect(Socket dialer, Socket target) throws SocketException {
    dialer.setTcpNoDelay(true);
    target.setTcpNoDelay(true);
    ProxiedConnection connection = new ProxiedConnection(dialer, target, node, links);
    connections.add(connection);
    connection.run(() -> connections.remove(connection));
  }

  @Override
  public void close() throws IOException {
    listener.close();
    breakConnections();
  }
}
