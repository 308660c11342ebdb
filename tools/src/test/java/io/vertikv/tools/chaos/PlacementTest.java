package io.vertikv.tools.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.tools.Main;
import io.vertikv.tools.chaos.cluster.AdminPort;
import io.vertikv.tools.chaos.cluster.ChaosCluster;
import io.vertikv.tools.chaos.cluster.ChaosNode;
import io.vertikv.tools.chaos.load.RespSession;
import io.vertikv.tools.chaos.load.Session;
import io.vertikv.tools.crash.Answer;
import io.vertikv.tools.ctl.CtlCommand;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What placement knows of three real nodes, as operators see it. */
class PlacementTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir
  private Path folder;

  @Test
  @Timeout(240)
  void storesAndRegionsAreShownAndAStoreThatDiesIsDisconnectedAndComesBack() throws Exception {
    try (ChaosCluster cluster = ChaosCluster.of(3, Main.class, folder, List.of("--sync", "always"))) {
      cluster.start();
      int place = cluster.awaitLeader();
      ChaosNode asked = cluster.node((place + 1) % 3);
      ChaosNode dying = cluster.node((place + 2) % 3);
      long dead = dying.state().orElseThrow().store();

      await(asked, "stores", said -> states(said).equals(List.of("serving", "serving", "serving")));
      JsonObject regions = await(asked, "regions", said -> said.getJsonArray("regions").size() == 1);
      assertEquals(3, regions.getJsonArray("regions").getJsonObject(0).getJsonArray("peers").size());
      assertEquals(0, regions.getLong("gaps"));
      assertTrue(ctl(asked, "stores").contains("serving"));
      assertTrue(ctl(asked, "regions", "--key", "user:1").contains("replica-repair: nothing-to-do"));
      assertTrue(ctl(asked, "schedulers").contains("paused"));
      assertTrue(ctl(asked, "operators").startsWith("operator"));

      assertEquals("done\n", ctl(asked, "config", "set", "disconnected-after-millis", "12000"));
      assertEquals("done\n", ctl(asked, "stores", "labels", Long.toString(dead), "zone=b"));
      assertTrue(ctl(asked, "config", "set", "replicas", "99").contains("replicas must be from 1 to 9"));
      assertTrue(ctl(asked, "stores", "remove", Long.toString(dead)).contains("--yes"));
      assertTrue(ctl(asked, "stores", "remove", Long.toString(dead), "--yes").contains("2 stores for 3 replicas"));
      assertTrue(ctl(asked, "timestamp", "446676598783999999").contains("number 262143"));
      try (AdminPort admin = asked.admin()) {
        assertEquals(7, new JsonObject(admin.page("/placement/timestamp?ts=262151")).getLong("logical"));
      }

      dying.kill();
      await(asked, "stores", said -> state(said, dead).equals("disconnected"));
      dying.start();
      dying.awaitReady();
      JsonObject back = await(asked, "stores", said -> state(said, dead).equals("serving"));
      assertEquals("b", of(back, dead).getJsonObject("labels").getString("zone"));
      assertEquals(0, new JsonObject(ctl(asked, "operators", "--json")).getJsonArray("history").size());
    }
  }

  /** The spare one has no replica of the placement group: it asks for timestamps where there is one. */
  @Test
  @Timeout(240)
  void theReplicaOfADeadStoreIsReplacedByASpareOneWhichCanLeadAndTheOtherWayRound() throws Exception {
    try (ChaosCluster cluster = ChaosCluster.of(3, 1, Main.class, folder, List.of("--sync", "always"))) {
      cluster.start();
      int place = cluster.awaitLeader();
      ChaosNode asked = cluster.node(place);
      ChaosNode dying = cluster.node((place + 2) % 3);
      long dead = dying.state().orElseThrow().store();
      set(asked, "before");
      await(asked, "stores", said -> states(said).equals(List.of("serving", "serving", "serving", "serving")));
      ctl(asked, "config", "set", "disconnected-after-millis", "12000");
      ctl(asked, "config", "set", "down-after-millis", "13000");
      assertEquals("done\n", ctl(asked, "schedulers", "resume", "replica-repair"));
      dying.kill();
      JsonObject region = await(asked, "regions", said -> stores(said).size() == 3 && !stores(said).contains(dead))
          .getJsonArray("regions").getJsonObject(0);
      long spare = stores(region).stream().filter(store -> store > 3).findFirst().orElseThrow();
      set(asked, "meanwhile");
      for (long store : stores(region))
        if (store != spare && store != region.getLong("leaderStore"))
          ctl(asked, "stores", "drain", Long.toString(store));
      ctl(asked, "stores", "drain", region.getLong("leaderStore").toString());
      assertEquals("done\n", ctl(asked, "schedulers", "resume", "evict-leaders"));
      await(asked, "regions", said -> leads(said) == spare);
      set(asked, "after");
      String operators = ctl(asked, "operators");
      assertTrue(operators.contains("store " + dead + " DOWN") && operators.contains("succeeded"), operators);

      dying.start();
      dying.awaitReady();
      await(asked, "stores", said -> state(said, dead).equals("serving"));
      assertEquals("done\n", ctl(asked, "schedulers", "pause", "evict-leaders"));
      cluster.node(3).kill();
      await(asked, "regions", said -> stores(said).size() == 3 && stores(said).contains(dead));
      set(asked, "on the store that had lost its replica");
    }
  }

  private static void set(ChaosNode node, String value) throws IOException {
    try (Session session = RespSession.within(20_000).open(node.redisPort())) {
      assertEquals(List.of(new Answer.Text("OK")), session.ask(List.of(List.of("SET", "key", value))));
    }
  }

  private static JsonObject first(JsonObject said) {
    return said.containsKey("peers") ? said : said.getJsonArray("regions").getJsonObject(0);
  }

  private static long leads(JsonObject said) {
    return said.getJsonArray("regions").isEmpty() ? 0 : first(said).getLong("leaderStore");
  }

  /** Where voters are, when there are only voters. */
  private static List<Long> stores(JsonObject said) {
    if (!said.containsKey("peers") && said.getJsonArray("regions").isEmpty()) return List.of();
    List<JsonObject> peers = first(said).getJsonArray("peers").stream().map(each -> (JsonObject) each).toList();
    boolean settled = peers.stream().allMatch(peer -> peer.getString("role").equals("voter"));
    return settled ? peers.stream().map(peer -> peer.getLong("store")).toList() : List.of();
  }

  private static JsonObject await(ChaosNode node, String what, Predicate<JsonObject> reached) {
    long untilNanos = System.nanoTime() + PATIENCE_NANOS;
    String said = "";
    while (System.nanoTime() - untilNanos < 0) {
      said = ctl(node, what, "--json");
      if (said.startsWith("{") && reached.test(new JsonObject(said))) return new JsonObject(said);
      Thread.onSpinWait();
    }
    throw new AssertionError(what + ": " + said);
  }

  private static List<String> states(JsonObject said) {
    return said.getJsonArray("stores").stream().map(each -> ((JsonObject) each).getString("state")).toList();
  }

  private static String state(JsonObject said, long store) { return of(said, store).getString("state"); }

  private static JsonObject of(JsonObject said, long store) {
    JsonArray stores = said.getJsonArray("stores");
    for (int i = 0; i < stores.size(); i++)
      if (stores.getJsonObject(i).getLong("store") == store) return stores.getJsonObject(i);
    return new JsonObject().put("state", "absent");
  }

  private static String ctl(ChaosNode node, String... words) {
    StringWriter said = new StringWriter();
    PrintWriter to = new PrintWriter(said, true);
    CommandLine commands = new CommandLine(new CtlCommand()).setOut(to).setErr(to);
    String[] all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--admin";
    all[words.length + 1] = node.adminAddress();
    commands.execute(all);
    return said.toString();
  }
}
