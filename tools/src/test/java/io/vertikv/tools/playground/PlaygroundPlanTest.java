package io.vertikv.tools.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlaygroundPlanTest {
  private static final Path DATA = Path.of("data");

  @Test
  void noTwoPortsAreTheSameAndAllExist() {
    for (int port : List.of(1, 7001, PlaygroundPlan.PORT_MAX)) {
      List<Integer> ports = new PlaygroundPlan(PlaygroundPlan.NODES_MAX, port, DATA).ports();
      assertEquals(ports.size(), new HashSet<>(ports).size());
      assertTrue(ports.stream().allMatch(each -> each >= 1 && each <= 65_535), ports::toString);
    }
  }

  @Test
  void allNodesJoinTheSameList() {
    PlaygroundPlan plan = new PlaygroundPlan(3, 7001, DATA);
    for (int node = 0; node < 3; node++)
      assertEquals("127.0.0.1:17001,127.0.0.1:17002,127.0.0.1:17003", plan.arguments(node).getLast());
    assertFalse(new PlaygroundPlan(1, 7001, DATA).arguments(0).contains("--join"));
    assertTrue(plan.table().contains("node-2   127.0.0.1:7002   127.0.0.1:10002  127.0.0.1:17002  redis-cli -p 7002"));
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();
      assertEquals(Optional.of(port), Playground.takenPort(new PlaygroundPlan(1, port, DATA)));
    }
  }

  @Test
  void memoryIsSharedOut() {
    assertEquals("-Xmx1073741824", Playground.share("-Xmx3221225472", "-Xmx", 3));
    assertEquals("-Xmx" + (96 << 20), Playground.share("-Xmx104857600", "-Xmx", 3));
    assertEquals("-Xmx3g", Playground.share("-Xmx3g", "-Xmx", 3));
  }
}
