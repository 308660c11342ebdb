package io.vertikv.tools.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import io.vertikv.tools.Main;
import io.vertikv.tools.chaos.cluster.ChaosCluster;
import io.vertikv.tools.chaos.cluster.ChaosNode;
import io.vertikv.tools.crash.Answer;
import io.vertikv.tools.crash.RespWire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisException;

/** The cluster clients of Jedis and Lettuce with three nodes: they go to the leader, and find the next one. */
class ClusterClientsTest {
  /** Of each client. */
  private static final int KEYS = 500;
  private static final int KEYS_AFTERWARDS = 50;
  private static final int ANSWER_MILLIS = 20_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final Pattern SETS = Pattern.compile("cmdstat_set:calls=(\\d+)");

  @TempDir
  private Path folder;

  @Test
  @Timeout(240)
  void clientsGoStraightToTheLeaderAndFindTheNextOne() throws Exception {
    try (ChaosCluster cluster = ChaosCluster.of(3, Main.class, folder,
        List.of("--sync", "never", "--server-cluster-mode", "true"))) {
      cluster.start();
      ChaosNode leader = cluster.node(cluster.awaitLeader());
      for (ChaosNode node : cluster.nodes())
        await("all nodes and the leader at " + node.name(),
            () -> ports(node).size() == 3 && ports(node).getFirst() == leader.redisPort());
      int follower = cluster.nodes().stream().filter(node -> node != leader).findFirst().orElseThrow().redisPort();
      try (redis.clients.jedis.RedisClusterClient jedis = jedis(follower);
          RedisClusterClient lettuce = lettuce(follower)) {
        RedisAdvancedClusterCommands<String, String> commands = lettuce.connect().sync();
        for (int i = 0; i < KEYS; i++) {
          assertEquals("OK", jedis.set("jedis:" + i, "v" + i));
          assertEquals("OK", commands.set("lettuce:" + i, "v" + i));
        }
        assertEquals("v7", jedis.get("lettuce:7"));
        assertEquals("v7", commands.get("jedis:7"));
        for (ChaosNode node : cluster.nodes()) assertEquals(node == leader ? 2 * KEYS : 0, sets(node), node.name());

        leader.kill();
        ChaosNode next = cluster.node(cluster.awaitLeader());
        List<ChaosNode> left = cluster.nodes().stream().filter(node -> node != leader).toList();
        for (ChaosNode node : left)
          await("the next leader's slots at " + node.name(),
              () -> !ports(node).isEmpty() && ports(node).getFirst() == next.redisPort());
        await("Jedis", () -> succeeds(() -> jedis.set("jedis", "again")));
        await("Lettuce", () -> succeeds(() -> commands.set("lettuce", "again")));
        await("Lettuce's refresh", () -> lettuce.getPartitions().stream()
            .anyMatch(node -> !node.getSlots().isEmpty() && node.getUri().getPort() == next.redisPort()));
        ChaosNode follows = left.getFirst() == next ? left.getLast() : left.getFirst();
        long before = sets(follows);
        for (int i = 0; i < KEYS_AFTERWARDS; i++) {
          assertEquals("OK", jedis.set("jedis:" + i, "w" + i));
          assertEquals("OK", commands.set("lettuce:" + i, "w" + i));
        }
        assertEquals(before, sets(follows));
        assertEquals("w0", commands.get("jedis:0"));
      }
    }
  }

  private static redis.clients.jedis.RedisClusterClient jedis(int port) {
    return redis.clients.jedis.RedisClusterClient.create(new HostAndPort("127.0.0.1", port));
  }

  private static RedisClusterClient lettuce(int port) {
    RedisClusterClient client = RedisClusterClient
        .create(RedisURI.builder().withHost("127.0.0.1").withPort(port).withTimeout(Duration.ofSeconds(5)).build());
    client.setOptions(ClusterClientOptions.builder().topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
        .enablePeriodicRefresh(Duration.ofSeconds(1)).build()).build());
    return client;
  }

  private static boolean succeeds(Runnable command) {
    try {
      command.run();
      return true;
    } catch (JedisException | RedisException notYet) {
      return false;
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    long untilNanos = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - untilNanos < 0, "waited in vain for " + what);
      Thread.onSpinWait();
    }
  }

  /** Of the nodes that CLUSTER SLOTS names, the leader first. */
  private static List<Integer> ports(ChaosNode node) {
    List<Integer> ports = new ArrayList<>();
    if (!(ask(node, "CLUSTER", "SLOTS") instanceof Answer.Items(List<Answer> ranges)) || ranges.size() != 1)
      return ports;
    List<Answer> range = ((Answer.Items) ranges.getFirst()).values();
    assertEquals(List.of(new Answer.Number(0), new Answer.Number(16383)), range.subList(0, 2));
    for (Answer each : range.subList(2, range.size()))
      ports.add((int) ((Answer.Number) ((Answer.Items) each).values().get(1)).value());
    return ports;
  }

  /** How often the node itself was told SET by a client. */
  private static long sets(ChaosNode node) {
    Matcher matcher = SETS.matcher(((Answer.Text) ask(node, "INFO", "commandstats")).value());
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private static Answer ask(ChaosNode node, String... command) {
    try (RespWire wire = RespWire.connect(node.redisPort(), ANSWER_MILLIS)) {
      return wire.ask(command);
    } catch (IOException failed) {
      throw new AssertionError(node.name(), failed);
    }
  }
}
