package io.vertikv.tools.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.tools.Main;
import io.vertikv.tools.chaos.cluster.ChaosCluster;
import io.vertikv.tools.chaos.cluster.ChaosFailed;
import io.vertikv.tools.chaos.cluster.ChaosNode;
import io.vertikv.tools.chaos.load.RespSession;
import io.vertikv.tools.chaos.load.Session;
import io.vertikv.tools.crash.Answer;
import io.vertikv.tools.ctl.CtlCommand;
import io.vertikv.tools.server.StoreReset;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Three real nodes; bits of one node's log flip while it is stopped. What operations.md tells operators to do then. */
class DamagedStoreTest {
  private static final int KEYS = 200;
  private static final int ANSWER_MILLIS = 20_000;

  @TempDir
  private Path folder;

  @Test
  @Timeout(240)
  void aStoreWithADamagedLogRefusesToStartAndANewOneTakesItsPlace() throws Exception {
    try (ChaosCluster cluster = ChaosCluster.of(3, Main.class, folder, List.of("--sync", "always"))) {
      cluster.start();
      int leader = cluster.awaitLeader();
      ChaosNode healthy = cluster.node(leader);
      ChaosNode victim = cluster.node((leader + 1) % 3);
      long lost = victim.state().orElseThrow().store();
      write(healthy, "before");
      victim.stop();
      Path segment = damage(victim.data().resolve("log"));

      victim.start();
      assertThrows(ChaosFailed.class, victim::awaitReady);
      String said = Files.readString(victim.output());
      for (String part : List.of("the Raft log is damaged", segment.getFileName().toString(), "(group 2)",
          "vertikv ctl remove-peer " + lost, "vertikv store reset --store " + lost))
        assertTrue(said.contains(part), () -> part + " is not in " + said);
      write(healthy, "meanwhile");

      for (int i = 0; i < 2; i++) assertEquals("", ctl(healthy, "remove-peer", lost));
      StoreReset.run(victim.data(), lost);
      victim.start();
      victim.awaitReady();
      long fresh = victim.state().orElseThrow().store();
      assertTrue(fresh > 3, "store " + fresh);
      assertTrue(assertThrows(RuntimeException.class, () -> StoreReset.run(victim.data(), lost)).getMessage()
          .contains("is in use"));
      for (int i = 0; i < 2; i++) assertEquals("", ctl(healthy, "add-peer", fresh));
      assertTrue(ctl(healthy, "add-peer", lost).contains("was removed once"));
      assertEquals("", ctl(victim, "transfer-leader", fresh));
      expect(victim, "before");
      expect(victim, "meanwhile");
    }
  }

  /** What it complains of; empty when it is done. */
  private static String ctl(ChaosNode node, String action, long store) {
    StringWriter said = new StringWriter();
    int code = new CommandLine(new CtlCommand()).setErr(new PrintWriter(said, true)).execute(action,
        Long.toString(store), "--admin", node.adminAddress(), "--seconds", "60");
    assertEquals(code == 0, said.toString().isEmpty());
    return said.toString();
  }

  private static Path damage(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      Path segment = files.filter(file -> file.toString().endsWith(".log")).sorted().findFirst().orElseThrow();
      try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
        byte[] bytes = new byte[256];
        file.seek(2048);
        file.readFully(bytes);
        for (int i = 0; i < bytes.length; i++) bytes[i] ^= 0x10;
        file.seek(2048);
        file.write(bytes);
      }
      return segment;
    }
  }

  private static void write(ChaosNode node, String what) throws IOException {
    try (Session session = RespSession.within(ANSWER_MILLIS).open(node.redisPort())) {
      for (int i = 0; i < KEYS; i++)
        assertEquals(List.of(new Answer.Text("OK")), session.ask(List.of(List.of("SET", what + i, "value " + i))));
    }
  }

  private static void expect(ChaosNode node, String what) throws IOException {
    try (Session session = RespSession.within(ANSWER_MILLIS).open(node.redisPort())) {
      for (int i = 0; i < KEYS; i++)
        assertEquals(List.of(new Answer.Text("value " + i)), session.ask(List.of(List.of("GET", what + i))));
    }
  }
}
