package io.vertikv.tools.chaos.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The ports of a node, the same in all its lives. */
record ChaosPorts(int redis, int node, int admin) {
  private static final int EACH = 3;

  /** Free at this moment; held until all are chosen, so that they differ. */
  static List<ChaosPorts> free(int nodes) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < nodes * EACH; i++) held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      List<ChaosPorts> ports = new ArrayList<>();
      for (int i = 0; i < held.size(); i += EACH)
        ports.add(new ChaosPorts(held.get(i).getLocalPort(), held.get(i + 1).getLocalPort(),
            held.get(i + 2).getLocalPort()));
      return ports;
    } finally {
      for (ServerSocket socket : held) socket.close();
    }
  }
}
