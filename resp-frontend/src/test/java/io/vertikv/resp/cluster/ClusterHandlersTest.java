package io.vertikv.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.vertikv.resp.cluster.ClusterMap.Node;
import io.vertikv.resp.cluster.ClusterMap.Range;
import io.vertikv.resp.protocol.RespEncoder;
import io.vertikv.resp.reply.Reply;
import io.vertikv.resp.script.RespText;
import io.vertikv.resp.server.TestServer;
import io.vertikv.resp.server.Wire;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients read of several nodes, seen from the first; and what one node says over a socket. */
class ClusterHandlersTest {
  private static final String A = "a".repeat(40);
  private static final String B = "b".repeat(40);
  private static final String C = "c".repeat(40);
  private static final Node ONE = new Node(1, A, "10.0.0.1", 6379, 6380, 16379, true, 7);
  private static final Node TWO = new Node(2, B, "10.0.0.2", 6379, 6380, 16379, true, 9);
  private static final Node THREE = new Node(3, C, "three.example", 6379, 0, 16379, true, 0);

  private static ClusterMap map(Range... ranges) {
    return new ClusterMap(4, 1, List.of(ONE, TWO, THREE), List.of(ranges));
  }

  private static ClusterMap oneRegion(long leader) {
    return map(new Range(0, 16383, leader, List.of(1L, 2L, 3L).stream().filter(store -> store != leader).toList()));
  }

  private static String shown(Reply reply, int version) throws IOException {
    ByteBuf bytes = Unpooled.buffer();
    RespEncoder.write(reply, version, bytes);
    return String.join("\n", RespText.read(new ByteBufInputStream(bytes)));
  }

  @Test
  void theLeaderOfTheOnlyRegionIsAMasterAndTheOthersAreItsReplicas() {
    assertEquals(A + " 10.0.0.1:6379@16379 myself,slave " + B + " 0 0 4 connected\n"
        + B + " 10.0.0.2:6379@16379 master - 0 0 4 connected 0-16383\n"
        + C + " three.example:6379@16379,three.example slave " + B + " 0 0 4 connected\n",
        ClusterText.nodes(oneRegion(2), false));
  }

  @Test
  void slotsNameTheLeaderFirst() throws IOException {
    assertEquals("""
                 1) 1) (integer) 0
                    2) (integer) 16383
                    3) 1) "10.0.0.2"
                       2) (integer) 6379
                       3) "%s"
                       4) (empty array)
                    4) 1) "10.0.0.1"
                       2) (integer) 6379
                       3) "%s"
                       4) (empty array)
                    5) 1) "three.example"
                       2) (integer) 6379
                       3) "%s"
                       4) (empty array)""".formatted(B, A, C), shown(ShardReplies.slots(oneRegion(2), false), 2));
    assertTrue(shown(ShardReplies.slots(oneRegion(2), false), 3).contains("4) (empty hash)"));
  }

  @Test
  void whoComesOverTlsIsToldThatPortWhereThereIsOne() throws IOException {
    String slots = shown(ShardReplies.slots(oneRegion(2), true), 2);
    assertEquals(2, slots.split("6380", -1).length - 1, slots);
    assertEquals(1, slots.split("6379", -1).length - 1, slots);
    assertTrue(ClusterText.nodes(oneRegion(2), true).contains(B + " 10.0.0.2:6380@16379 "));
  }

  @Test
  void shardsAreMapsInTheNewerProtocolAndFlatInTheOlder() throws IOException {
    assertEquals("""
                 1) 1# "slots" => 1) (integer) 0
                       2) (integer) 16383
                    2# "nodes" => 1) 1# "id" => "%s"
                          2# "port" => (integer) 6379
                          3# "tls-port" => (integer) 6380
                          4# "ip" => "10.0.0.2"
                          5# "endpoint" => "10.0.0.2"
                          6# "role" => "master"
                          7# "replication-offset" => (integer) 9
                          8# "health" => "online"
                       2) 1# "id" => "%s"
                          2# "port" => (integer) 6379
                          3# "tls-port" => (integer) 6380
                          4# "ip" => "10.0.0.1"
                          5# "endpoint" => "10.0.0.1"
                          6# "role" => "replica"
                          7# "replication-offset" => (integer) 7
                          8# "health" => "online"
                       3) 1# "id" => "%s"
                          2# "port" => (integer) 6379
                          3# "ip" => "three.example"
                          4# "endpoint" => "three.example"
                          5# "hostname" => "three.example"
                          6# "role" => "replica"
                          7# "replication-offset" => (integer) 0
                          8# "health" => "online\"""".formatted(B, A, C), shown(ShardReplies.shards(oneRegion(2)), 3));
    assertTrue(shown(ShardReplies.shards(oneRegion(2)), 2).startsWith("1) 1) \"slots\"\n   2) 1) (integer) 0\n"));
  }

  @Test
  void whileNoLeaderIsKnownThisNodeStandsForIt() throws IOException {
    ClusterMap map = oneRegion(ClusterMap.NOBODY);
    assertTrue(ClusterText.nodes(map, false).contains(" myself,master - 0 0 4 connected 0-16383\n"));
    assertTrue(shown(ShardReplies.slots(map, false), 2).contains("3) 1) \"10.0.0.1\""));
    String info = ClusterText.info(map);
    assertTrue(info.startsWith("cluster_state:fail\r\ncluster_slots_assigned:16384\r\ncluster_slots_ok:0\r\n"), info);
    assertTrue(info.contains("cluster_slots_fail:16384\r\n"), info);
  }

  @Test
  void whoIsNotHeardOfIsDoubtedAndNoReplicaToReadFrom() throws IOException {
    Node silent = new Node(3, C, "10.0.0.3", 6379, 0, 16379, false, 0);
    ClusterMap follows = new ClusterMap(4, 1, List.of(ONE, TWO, silent),
        List.of(new Range(0, 16383, 2, List.of(1L, 3L))));
    assertTrue(ClusterText.nodes(follows, false).contains(" slave,fail? " + B + " 0 0 4 disconnected\n"));
    assertTrue(!shown(ShardReplies.slots(follows, false), 2).contains("10.0.0.3"));
    assertTrue(shown(ShardReplies.shards(follows), 2).contains("\"fail\""));
    ClusterMap leads = new ClusterMap(4, 1, List.of(ONE, TWO, silent),
        List.of(new Range(0, 16383, 3, List.of(1L, 2L))));
    assertTrue(ClusterText.info(leads).contains("cluster_state:ok\r\n"));
    assertTrue(ClusterText.info(leads).contains("cluster_slots_pfail:16384\r\n"));
    assertTrue(shown(ShardReplies.slots(leads, false), 2).contains("3) 1) \"10.0.0.3\""));
  }

  @Test
  void manyRegionsMakeEveryLeaderAMasterAndGapsAreNotAssigned() {
    ClusterMap map = map(new Range(0, 99, 1, List.of(2L, 3L)), new Range(100, 100, 2, List.of(1L, 3L)),
        new Range(200, 16383, 1, List.of(2L, 3L)));
    String nodes = ClusterText.nodes(map, false);
    assertTrue(nodes.contains(" myself,master - 0 0 4 connected 0-99 200-16383\n"), nodes);
    assertTrue(nodes.contains(" master - 0 0 4 connected 100\n"), nodes);
    assertTrue(nodes.contains(" slave " + A + " 0 0 4 connected\n"), nodes);
    String info = ClusterText.info(map);
    assertTrue(info.startsWith("cluster_state:fail\r\ncluster_slots_assigned:16285\r\ncluster_slots_ok:16285\r\n"),
        info);
    assertTrue(info.contains("cluster_size:2\r\n") && info.contains("cluster_known_nodes:3\r\n"), info);
  }

  @Test
  void aNodeThatHoldsNothingIsAMasterWithoutSlots() {
    ClusterMap map = map(new Range(0, 16383, 2, List.of(1L)));
    assertTrue(ClusterText.nodes(map, false).endsWith(" master - 0 0 4 connected\n"));
    assertEquals(2, Shard.of(map).size());
  }

  @Test
  void oneNodeTellsOfItselfAndOfItsReplicas() {
    try (TestServer server = TestServer.start(); Wire wire = server.connect()) {
      String id = wire.ask("CLUSTER", "MYID").replace("\"", "");
      assertEquals("(empty array)", wire.ask("CLUSTER", "REPLICAS", id));
      assertEquals("(empty array)", wire.ask("CLUSTER", "SLAVES", id));
      assertEquals("(integer) 0", wire.ask("CLUSTER", "COUNT-FAILURE-REPORTS", id));
      assertEquals("\"" + id + " 127.0.0.1:6379@16379 myself,master - 0 0 3 connected 0-16383\\n\"",
          wire.ask("CLUSTER", "NODES"));
    }
  }

  @Test
  void inClusterModeTheServerSaysSo() {
    try (TestServer server = TestServer.start(TestServer.config().withClusterMode(true), 0, 1);
        Wire wire = server.connect()) {
      assertTrue(wire.ask("INFO", "cluster").contains("cluster_enabled:1"));
      assertTrue(wire.ask("INFO", "server").contains("redis_mode:cluster"));
      assertTrue(wire.ask("HELLO", "2").contains("\"mode\"\n10) \"cluster\""));
      assertTrue(wire.ask("CONFIG", "GET", "cluster-enabled").endsWith("\"yes\""));
      assertEquals("OK", wire.ask("SELECT", "1"));
    }
  }
}
