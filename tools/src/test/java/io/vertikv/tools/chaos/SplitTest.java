package io.vertikv.tools.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.tools.Main;
import io.vertikv.tools.chaos.cluster.ChaosCluster;
import io.vertikv.tools.chaos.cluster.ChaosNode;
import io.vertikv.tools.chaos.load.RespSession;
import io.vertikv.tools.chaos.load.Session;
import io.vertikv.tools.crash.Answer;
import io.vertikv.tools.ctl.CtlCommand;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Three real nodes whose regions are split by hand and by size, while somebody writes. */
class SplitTest {
  private static final int ANSWER_MILLIS = 20_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int KEYS = 400;
  private static final String PADDING = "x".repeat(1_000);

  @TempDir
  private Path folder;

  @Test
  @Timeout(240)
  void regionsAreSplitUnderWritesAndHoldEverythingAlsoAfterARestart() throws Exception {
    try (ChaosCluster cluster = ChaosCluster.of(3, Main.class, folder, List.of("--sync", "always"))) {
      cluster.start();
      ChaosNode first = cluster.node(0);
      for (int i = 0; i < KEYS; i++) expect(first, new Answer.Text("OK"), "SET", "key:" + i, PADDING + i);
      AtomicBoolean over = new AtomicBoolean();
      FutureTask<Integer> counting = new FutureTask<>(() -> count(cluster.node(1), over));
      Thread.ofPlatform().daemon().start(counting);

      assertEquals("done\n", ctl(first, "split", "--slot", "8192"));
      assertEquals("done\n", ctl(first, "split", "--slot", "8192"), "it begins there already");
      assertEquals("done\n", ctl(first, "split", "--key", "key:7"));
      assertEquals("done\n", ctl(first, "split", "--even", "4"));
      // Slots 4096, 8192, 12288 and one key.
      awaitRegions(first, 5, 5);
      assertTrue(ctl(first, "split", "--slot", "16384").contains("must be from 1 to 16383"));
      assertTrue(ctl(first, "split", "--region", "999999").contains("no-such-region"));

      assertEquals("done\n", ctl(first, "config", "set", "merge-region-bytes", "0"));
      assertEquals("done\n", ctl(first, "config", "set", "split-region-bytes", "32768"));
      assertEquals("done\n", ctl(first, "schedulers", "resume", "split"));
      awaitRegions(first, 12, Integer.MAX_VALUE);
      assertEquals("done\n", ctl(first, "schedulers", "pause", "split"));

      over.set(true);
      int increments = counting.get(1, TimeUnit.MINUTES);
      for (ChaosNode node : cluster.nodes()) expectAll(node, increments);
      ChaosNode restarted = cluster.node(2);
      restarted.kill();
      restarted.start();
      restarted.awaitReady();
      expectAll(restarted, increments);
    }
  }

  /** Every increment is answered by its own number: none fails, and none is done twice. */
  private static int count(ChaosNode node, AtomicBoolean over) throws IOException {
    int done = 0;
    try (Session session = RespSession.within(ANSWER_MILLIS).open(node.redisPort())) {
      while (!over.get()) {
        done++;
        for (int counter = 0; counter < 10; counter++)
          assertEquals(List.of(new Answer.Number(done)),
              session.ask(List.of(List.of("INCR", "counter:" + counter))));
      }
    }
    return done;
  }

  private static void expectAll(ChaosNode node, int increments) throws IOException {
    for (int i = 0; i < KEYS; i++) expect(node, new Answer.Text(PADDING + i), "GET", "key:" + i);
    for (int i = 0; i < 10; i++) expect(node, new Answer.Text(Integer.toString(increments)), "GET", "counter:" + i);
    expect(node, new Answer.Number(KEYS + 10), "DBSIZE");
  }

  private static void expect(ChaosNode node, Answer answer, String... command) throws IOException {
    try (Session session = RespSession.within(ANSWER_MILLIS).open(node.redisPort())) {
      assertEquals(List.of(answer), session.ask(List.of(List.of(command))));
    }
  }

  private static void awaitRegions(ChaosNode node, int least, int most) throws Exception {
    long untilNanos = System.nanoTime() + PATIENCE_NANOS;
    int count = 0;
    while (System.nanoTime() - untilNanos < 0) {
      JsonObject said = new JsonObject(ctl(node, "regions", "--json"));
      count = said.getJsonArray("regions").size();
      if (said.getLong("gaps") == 0 && count >= least && count <= most) return;
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError(count + " regions");
  }

  private static String ctl(ChaosNode node, String... words) {
    StringWriter said = new StringWriter();
    PrintWriter to = new PrintWriter(said, true);
    CommandLine commands = new CommandLine(new CtlCommand()).setOut(to).setErr(to);
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--admin", node.adminAddress()));
    commands.execute(all.toArray(String[]::new));
    return said.toString();
  }
}
