package io.vertikv.tools.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertikv.tools.Main;
import io.vertikv.tools.chaos.cluster.AdminPort;
import io.vertikv.tools.chaos.cluster.ChaosCluster;
import io.vertikv.tools.chaos.cluster.ChaosNode;
import io.vertikv.tools.chaos.cluster.SmallDisk;
import io.vertikv.tools.chaos.load.RespSession;
import io.vertikv.tools.chaos.load.Session;
import io.vertikv.tools.crash.Answer;
import io.vertikv.tools.ctl.CtlCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Three real nodes and an operator who types the wrong things, twice, and at the wrong moment. */
class OperatorsTest {
  private static final int ANSWER_MILLIS = 20_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(40);

  @TempDir
  private Path folder;

  @Test
  @Timeout(240)
  void commandsAreSafeTwiceAndAtTheWrongMomentAndARemovedStoreIsBuried() throws Exception {
    try (ChaosCluster cluster = ChaosCluster.of(3, Main.class, folder, List.of("--sync", "always"))) {
      cluster.start();
      int place = cluster.awaitLeader();
      ChaosNode leader = cluster.node(place);
      ChaosNode other = cluster.node((place + 1) % 3);
      ChaosNode removed = cluster.node((place + 2) % 3);
      long leads = store(leader);
      long lost = store(removed);

      for (String action : List.of("add-peer", "remove-peer", "transfer-leader"))
        expectRefused(other, action, 99, "there is no store 99 in this cluster");
      for (int i = 0; i < 2; i++) assertEquals("", refusal(other, "transfer-leader", leads));
      for (int i = 0; i < 2; i++) assertEquals("", refusal(other, "add-peer", lost));

      removed.kill();
      expectRefused(other, "transfer-leader", lost, "does not answer");
      expectRefused(other, "remove-peer", store(other), "voters that would remain answer");
      for (int i = 0; i < 2; i++) assertEquals("", refusal(other, "remove-peer", lost));
      set(other);

      removed.start();
      removed.awaitReady();
      awaitRemoved(removed);
      expectRefused(leader, "add-peer", lost, "was removed once");
      removed.stop();
      removed.start();
      removed.awaitReady();
      awaitRemoved(removed);
      set(other);
    }
  }

  @Test
  @Timeout(240)
  void aLeaderWithAFullDiskHandsOverAndWritesGoOn() throws Exception {
    assumeTrue(SmallDisk.possible(folder), "this user may not mount");
    try (ChaosCluster cluster = ChaosCluster.of(3, Main.class, folder, List.of("--sync", "always"))) {
      cluster.giveSmallDisk(2);
      cluster.start();
      ChaosNode small = cluster.node(2);
      assertEquals("", refusal(small, "transfer-leader", store(small)));
      small.fillDisk();
      long untilNanos = System.nanoTime() + PATIENCE_NANOS;
      while (cluster.awaitLeader() == 2) assertTrue(System.nanoTime() - untilNanos < 0, "the full node still leads");
      set(cluster.node(0));
      set(small);
      small.freeDisk();
      long roomyNanos = System.nanoTime() + PATIENCE_NANOS;
      while (!refusal(small, "transfer-leader", store(small)).isEmpty() || cluster.awaitLeader() != 2)
        assertTrue(System.nanoTime() - roomyNanos < 0, "the node with room again does not lead");
      set(small);
    }
  }

  private static long store(ChaosNode node) { return node.state().orElseThrow().store(); }

  private static void expectRefused(ChaosNode node, String action, long store, String why) {
    String said = refusal(node, action, store);
    assertTrue(said.contains("refused: ") && said.contains(why), action + " " + store + ": " + said);
  }

  /** Empty: it was done. */
  private static String refusal(ChaosNode node, String action, long store) {
    StringWriter said = new StringWriter();
    int code = new CommandLine(new CtlCommand()).setErr(new PrintWriter(said, true)).execute(action,
        Long.toString(store), "--admin", node.adminAddress(), "--seconds", "60");
    assertEquals(code == 0, said.toString().isEmpty());
    return said.toString();
  }

  private static void awaitRemoved(ChaosNode node) throws Exception {
    String page = "";
    try (AdminPort admin = node.admin()) {
      long untilNanos = System.nanoTime() + PATIENCE_NANOS;
      while (System.nanoTime() - untilNanos < 0) {
        page = admin.page("/readyz");
        if (page.contains("was removed from the cluster")) return;
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("it does not know that it was removed: " + page);
  }

  private static void set(ChaosNode node) throws IOException {
    try (Session session = RespSession.within(ANSWER_MILLIS).open(node.redisPort())) {
      assertEquals(List.of(new Answer.Text("OK")), session.ask(List.of(List.of("SET", "key", "value"))));
    }
  }
}
