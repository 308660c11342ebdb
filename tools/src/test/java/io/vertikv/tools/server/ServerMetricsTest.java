package io.vertikv.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.session.Stage;
import io.vertikv.tools.clients.RunningNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** A whole node under some load, as its metrics show it. */
class ServerMetricsTest {
  private static final Path PAGE = Path.of("../docs/metrics.md");
  private static final int ROUNDS = 40;
  private static final int PER_ROUND = 16;
  private static final int SCRAPES_MAX = 1_000;

  private static RunningNode node;
  private static Scrape scrape;
  /** From sending the first byte to reading the last, as the clients saw it, times the operations that were under way. */
  private static double seenByClients;

  @BeforeAll
  static void work() {
    node = RunningNode.start(Map.of("sync", "always"));
    try (Jedis one = new Jedis(node.host(), node.port()); Jedis two = new Jedis(node.host(), node.port())) {
      for (int round = 0; round < ROUNDS; round++) seenByClients += round(one, two, round);
      one.sendCommand(() -> "NOSUCH".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    } catch (redis.clients.jedis.exceptions.JedisDataException expected) {
      assertTrue(expected.getMessage().startsWith("ERR unknown command"), expected.getMessage());
    }
    // Those of the Java process are added after the ports are open.
    for (int i = 0; i < SCRAPES_MAX; i++) {
      scrape = Scrape.of(node.adminPort());
      if (scrape.help().containsKey("vertikv_netty_heap_bytes")) return;
    }
  }

  private static double round(Jedis one, Jedis two, int round) {
    long start = System.nanoTime();
    Pipeline writes = one.pipelined();
    Pipeline reads = two.pipelined();
    for (int i = 0; i < PER_ROUND; i++) {
      writes.set("key" + i, "value" + round);
      reads.get("key" + 2 * i);
    }
    writes.sync();
    reads.sync();
    return 2 * PER_ROUND * (System.nanoTime() - start) / 1e9;
  }

  @AfterAll
  static void stop() throws IOException { node.close(); }

  @Test
  void theStagesAddUpToTheWhole() {
    double sum = 0;
    for (Stage stage : Stage.values()) sum += scrape.figure("vertikv_stage_seconds_sum{stage=\"" + name(stage) + "\"}");
    double whole = scrape.figure("vertikv_operation_seconds_sum");
    assertEquals(whole, sum, whole / 100);
    assertTrue(whole <= seenByClients, whole + " s in the server, " + seenByClients + " s as clients saw it");
    assertEquals(2 * ROUNDS * PER_ROUND, scrape.figure("vertikv_operation_seconds_count"));
  }

  @Test
  void writesPassEveryStageAndReadsThoseOfTheLogOnlyWhereTheyWait() {
    double writes = ROUNDS * PER_ROUND;
    for (Stage stage : Stage.values()) {
      double count = scrape.figure("vertikv_stage_seconds_count{stage=\"" + name(stage) + "\"}");
      assertTrue(count >= writes && count <= 2 * writes, stage + ": " + count);
      assertTrue(scrape.figure("vertikv_stage_seconds_sum{stage=\"" + name(stage) + "\"}") > 0,
          stage + " took no time");
    }
    double logWrite = scrape.figure("vertikv_stage_seconds_sum{stage=\"log_write\"}");
    assertTrue(logWrite > 0 && scrape.figure("vertikv_log_sync_seconds_count") > 0);
  }

  private static String name(Stage stage) { return stage.name().toLowerCase(Locale.ROOT); }

  @Test
  void commandsAreCountedByName() {
    assertEquals(ROUNDS * PER_ROUND, scrape.figure("vertikv_command_calls_total{command=\"set\"}"));
    assertEquals(ROUNDS * PER_ROUND, scrape.figure("vertikv_command_calls_total{command=\"get\"}"));
    assertEquals(ROUNDS * PER_ROUND, scrape.figure("vertikv_keyspace_hits_total")
        + scrape.figure("vertikv_keyspace_misses_total"));
    double executed = scrape.figure("vertikv_command_seconds_total{command=\"set\"}")
        + scrape.figure("vertikv_command_seconds_total{command=\"get\"}");
    assertEquals(executed, scrape.figure("vertikv_stage_seconds_sum{stage=\"execute\"}"), 1e-6);
    assertEquals(1, scrape.figure("vertikv_error_replies_total{code=\"ERR\"}"));
    assertTrue(scrape.figure("vertikv_network_input_bytes_total") > 0);
    assertTrue(scrape.figure("vertikv_timestamps_total") >= 0);
  }

  /** Prometheus adds suffixes to a histogram's name; families are what is documented. */
  @Test
  void thePageListsEveryMetricOfOursWithItsMeaning() throws IOException {
    String page = Files.readString(PAGE);
    List<String> silent = new ArrayList<>();
    scrape.help().forEach((name, help) -> {
      if (name.startsWith("vertikv_") && !page.contains("`" + name + "`"))
        silent.add("| `" + name + "` | " + help + " |");
    });
    assertEquals(List.of(), silent);
    SortedSet<String> gone = new TreeSet<>();
    Matcher named = Pattern.compile("`(vertikv_[a-z0-9_]+)`").matcher(page);
    while (named.find()) if (!scrape.help().containsKey(named.group(1))) gone.add(named.group(1));
    assertEquals(new TreeSet<>(), gone);
  }
}
