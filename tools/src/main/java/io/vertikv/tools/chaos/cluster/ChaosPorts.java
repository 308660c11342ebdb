package io.vertikv.tools.chaos.cluster;

import io.vertikv.tools.config.DiscoveryConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The ports of a node, the same in all its lives. Those for discovery lie at a fixed distance from the node port. */
record ChaosPorts(int redis, int node, int admin) {
  /** Below those that the system gives to outgoing connections, which would come and take them. */
  private static final int LOWEST = 10_000;
  private static final int COUNT = 20_000;
  private static final int TRIES_MAX = 10_000;

  /** Free at this moment; held until all are chosen, so that they differ. Chance keeps two tests apart. */
  static List<ChaosPorts> free(int nodes) throws IOException {
    Random random = new Random();
    List<ServerSocket> held = new ArrayList<>();
    try {
      List<ChaosPorts> ports = new ArrayList<>();
      for (int i = 0; i < nodes; i++) {
        int node = hold(random, held, 0, DiscoveryConfig.PORT_OFFSET, DiscoveryConfig.BUS_PORT_OFFSET);
        ports.add(new ChaosPorts(hold(random, held, 0), node, hold(random, held, 0)));
      }
      return ports;
    } finally {
      for (ServerSocket socket : held) socket.close();
    }
  }

  private static int hold(Random random, List<ServerSocket> held, int... offsets) throws IOException {
    for (int i = 0; i < TRIES_MAX; i++) {
      int port = LOWEST + random.nextInt(COUNT);
      List<ServerSocket> sockets = tryAll(port, offsets);
      held.addAll(sockets);
      if (sockets.size() == offsets.length) return port;
    }
    throw new IOException("no free ports between " + LOWEST + " and " + (LOWEST + COUNT));
  }

  private static List<ServerSocket> tryAll(int port, int... offsets) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int offset : offsets) sockets.add(new ServerSocket(port + offset, 1, InetAddress.getLoopbackAddress()));
    } catch (IOException taken) {
      // Another port will do; those of this try stay held until all are chosen.
    }
    return sockets;
  }
}
