package io.vertikv.tools.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.tools.config.ConfigReader;
import io.vertikv.tools.config.ConfigSources;
import io.vertikv.tools.config.Machine;
import io.vertikv.tools.config.NodeConfig;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole nodes of this machine, found at the addresses of join. */
class ClusterNodeTest {
  private static final Machine MACHINE = new Machine(2, 1L << 30, 1L << 28);
  private static final int WAIT_SECONDS = 30;

  @TempDir
  private Path folder;
  private final List<ClusterNode> open = new ArrayList<>();
  private final CompletableFuture<Throwable> fatal = new CompletableFuture<>();

  @AfterEach
  void closeAll() {
    open.parallelStream().forEach(ClusterNode::close);
    assertEquals(Optional.empty(), Optional.ofNullable(fatal.getNow(null)));
  }

  @Test
  void threeNodesFormOneClusterTakeInAFourthAndKnowEachOtherAfterARestart() throws Exception {
    List<Integer> ports = freePorts(4);
    String join = ports.subList(0, 3).stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    List<ClusterNode> nodes = new ArrayList<>();
    for (int i = 0; i < 3; i++) nodes.add(start(i, ports.get(i), join));
    List<ClusterIdentity> identities = new ArrayList<>();
    for (ClusterNode node : nodes) identities.add(await(node.identity()));
    assertEquals(1, identities.stream().map(ClusterIdentity::clusterId).distinct().count());
    assertEquals(1, identities.stream().map(ClusterIdentity::founders).distinct().count());
    for (int i = 0; i < 3; i++)
      assertEquals(new StoreAddress("127.0.0.1", ports.get(i)),
          identities.get(i).founders().get(identities.get(i).storeId()));

    for (ClusterNode node : nodes) node.admitThrough((nodeId, address) -> Future.succeededFuture(44L));
    CompletableFuture<Map<Long, StoreAddress>> four = new CompletableFuture<>();
    nodes.getFirst().directory().listen(all -> {
      if (all.size() == 4) four.complete(all);
    });
    ClusterIdentity fourth = await(start(3, ports.get(3), join).identity());
    assertEquals(44, fourth.storeId());
    assertEquals(identities.getFirst().founders(), fourth.founders());
    StoreAddress address = new StoreAddress("127.0.0.1", ports.get(3));
    assertEquals(address, four.get(WAIT_SECONDS, TimeUnit.SECONDS).get(44L));
    ClientAddress clients = new ClientAddress("a.example", 6379, 0);
    nodes.get(1).serves(clients);
    long serving = identities.get(1).storeId();
    for (ClusterNode node : nodes) awaitClients(node, serving, clients);

    nodes.getFirst().close();
    ClusterNode again = ClusterNode.open(config(ports.getFirst(), ""), folder.resolve("0"), fatal::complete);
    open.add(again);
    assertTrue(again.identity().isComplete(), "a node that has a cluster waits for nobody");
    ClusterIdentity identity = await(again.identity());
    assertEquals(identities.getFirst().store().store(), identity.storeId());
    assertEquals(2, identity.incarnation());
    assertEquals(address, identity.addresses().get(44L));
  }

  @Test
  void dataThatBelongsElsewhereIsRefused() throws IOException {
    NodeConfig config = config(17001, "127.0.0.1:17001");
    Files.createDirectories(folder.resolve("single/log"));
    assertTrue(refusal(config, "single").contains("is that of a single node"));
    Files.createDirectories(folder.resolve("0"));
    new ClusterFile(folder.resolve("0"))
        .write(new ClusterRecord(1, 1, "other", new Standing.Unformed(), new TreeMap<>()));
    assertTrue(refusal(config, "0").contains("belongs to the cluster other, not to test: set cluster = other"));
  }

  private String refusal(NodeConfig config, String name) {
    return assertThrows(ClusterRefused.class, () -> ClusterNode.open(config, folder.resolve(name), fatal::complete))
        .getMessage();
  }

  private ClusterNode start(int number, int port, String join) throws IOException {
    ClusterNode node = ClusterNode.open(config(port, join),
        Files.createDirectories(folder.resolve(String.valueOf(number))),
        fatal::complete);
    open.add(node);
    node.start();
    return node;
  }

  private static NodeConfig config(int nodePort, String join) {
    Map<String, String> flags = new HashMap<>(
        Map.of("cluster", "test", "node-port", String.valueOf(nodePort), "port", "0", "admin-port", "0"));
    if (!join.isEmpty()) flags.put("join", join);
    return ConfigReader.read(new ConfigSources(flags, Map.of(), Optional.empty()), MACHINE).node();
  }

  private static void awaitClients(ClusterNode node, long store, ClientAddress clients) {
    long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!clients.equals(node.directory().clients().get(store))) {
      assertTrue(System.nanoTime() - untilNanos < 0, "nobody said where store " + store + " serves clients");
      Thread.onSpinWait();
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Node ports, each with the two that follow from it free as well. */
  private static List<Integer> freePorts(int count) {
    List<Integer> free = new ArrayList<>();
    int first = 20_000 + (int) (ProcessHandle.current().pid() % 20_000);
    for (int port = first; free.size() < count && port < 60_000; port++)
      if (free(port) && free(port + 1_000) && free(port + 2_000)) free.add(port);
    return free;
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
