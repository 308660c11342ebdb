package io.vertikv.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertikv.store.engine.rocks.RocksEngine;
import io.vertikv.store.raftlog.FileLogDevice;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.tools.Main;
import io.vertikv.tools.crash.NodeProcess;
import io.vertikv.txn.region.RegionHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * SIGTERM in the midst of pipelined writes. Each client counts on a key of its own, so that after the next start the counter
 * says what ran, and the last reply what was answered: both must be the same.
 */
@Timeout(60)
class StopTest {
  private static final long FIRST_REGION = 2;

  @TempDir
  private Path folder;

  @Test
  void whatRanIsAnsweredAndThereAfterAStartThatReplaysNothing() throws Exception {
    TestNode node = TestNode.start(folder, StoreVolume.FILES, Map.of());
    List<EndlessClient> clients = clients(node.port(), 3);
    node.close();
    List<Integer> answered = clients.stream().map(EndlessClient::answered).toList();

    try (
        RaftLog log = RaftLog.open(FileLogDevice.open(folder.resolve("log"), 0),
            ModuleConfigs.log(node.config().node()));
        RocksEngine engine = RocksEngine.open(folder.resolve("engine"), ModuleConfigs.engine(node.config().node()))) {
      assertEquals(log.group(FIRST_REGION).lastIndex(), RegionHost.appliedIndex(engine, FIRST_REGION));
    }
    expectCounters(answered);
  }

  @Test
  void aProcessThatIsToldToStopDoesTheSameAndEndsWithZero() throws Exception {
    List<Integer> answered;
    try (NodeProcess node = NodeProcess.launch(Main.class, folder, folder.resolveSibling("node.log"), List.of())) {
      List<EndlessClient> clients = clients(node.awaitPort(), 2);
      assertEquals(0, node.terminate());
      answered = clients.stream().map(EndlessClient::answered).toList();
    }
    expectCounters(answered);
  }

  private static List<EndlessClient> clients(int port, int count) throws Exception {
    List<EndlessClient> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) clients.add(EndlessClient.counting(port, "n" + i));
    for (EndlessClient client : clients) client.awaitStart();
    return clients;
  }

  private void expectCounters(List<Integer> answered) {
    try (TestNode node = TestNode.start(folder, StoreVolume.FILES, Map.of());
        Jedis client = new Jedis("127.0.0.1", node.port())) {
      for (int i = 0; i < answered.size(); i++) assertEquals(answered.get(i).toString(), client.get("n" + i));
    }
  }
}
