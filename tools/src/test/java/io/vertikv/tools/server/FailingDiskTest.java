package io.vertikv.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.tools.ExitCode;
import io.vertikv.tools.Main;
import io.vertikv.tools.crash.NodeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** A disk that fails ends the node at once and loudly: nothing is acknowledged after it, and nothing acknowledged is lost. */
@Timeout(90)
class FailingDiskTest {
  @TempDir
  private Path folder;

  @Test
  void aFailedSyncOfTheLogEndsTheNode() throws Exception {
    int answered;
    try (NodeProcess node = NodeProcess.launch(FailingNode.class, data(), output(), List.of("--sync", "always"))) {
      answered = EndlessClient.counting(node.awaitPort(), "n").answered();
      assertEquals(ExitCode.FAILED, node.terminate());
    }
    expectLastWords("the test's disk fails");
    try (TestNode node = start(); Jedis client = new Jedis("127.0.0.1", node.port())) {
      int found = Integer.parseInt(client.get("n"));
      assertTrue(found >= answered, answered + " were acknowledged, " + found + " are there");
    }
  }

  /** The folder is taken away, so that the next flush can make no file in it. */
  @Test
  void anEngineThatCannotFlushEndsTheNode() throws Exception {
    int answered;
    Path engine = data().resolve("engine");
    Path elsewhere = data().resolve("elsewhere");
    String value = "v".repeat(2_000);
    try (NodeProcess node = NodeProcess.launch(Main.class, data(), output(),
        List.of("--sync", "never", "--log-segment-size", "1MiB", "--log-total-size", "4MiB"))) {
      int port = node.awaitPort();
      Files.move(engine, elsewhere);
      answered = new EndlessClient(port, n -> "SET k" + n + " " + value, n -> "+OK").answered();
      assertEquals(ExitCode.FAILED, node.terminate());
    }
    expectLastWords("failed"); // the flush itself, or the next write, or the look at the engine: whoever comes first
    Files.move(elsewhere, engine);
    try (TestNode node = start(); Jedis client = new Jedis("127.0.0.1", node.port())) {
      assertTrue(answered > 0);
      assertEquals(value, client.get("k" + answered));
      assertEquals(value, client.get("k1"));
    }
  }

  private void expectLastWords(String reason) throws Exception {
    String said = Files.readString(output());
    assertTrue(said.contains("the node ends at once"), said);
    assertTrue(said.contains(reason), said);
  }

  private Path data() { return folder.resolve("data"); }

  private Path output() { return folder.resolve("node.log"); }

  private TestNode start() { return TestNode.start(data(), StoreVolume.FILES, Map.of()); }
}
