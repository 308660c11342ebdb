package io.vertikv.tools.chaos.cluster;

import io.vertikv.tools.chaos.load.Doors;
import io.vertikv.tools.chaos.net.FaultProxy;
import io.vertikv.tools.chaos.net.Links;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Three or five nodes, each reached by the others through its proxy. */
public final class ChaosCluster implements AutoCloseable {
  private static final long LEADER_SECONDS = 60;
  private static final int LOOK_MILLIS = 20;

  private final Links links;
  private final Doors doors;
  private final List<ChaosNode> nodes = new ArrayList<>();

  private final int founders;

  private ChaosCluster(int founders, int count) {
    this.founders = founders;
    links = new Links(count);
    doors = new Doors(count);
  }

  /** The main class is the one that understands {@code start}. Nothing runs yet. */
  public static ChaosCluster of(int count, Class<?> mainClass, Path folder, List<String> settings) throws IOException {
    return of(count, 0, mainClass, folder, settings);
  }

  /** @param spares start after the cluster was founded, and hold nothing until placement or an operator gives it to them */
  public static ChaosCluster of(int founders, int spares, Class<?> mainClass, Path folder, List<String> settings)
      throws IOException {
    int count = founders + spares;
    ChaosCluster cluster = new ChaosCluster(founders, count);
    List<ChaosPorts> ports = ChaosPorts.free(count);
    NodeLauncher launcher = NodeLauncher.of(mainClass, ports.subList(0, founders), settings);
    for (int i = 0; i < count; i++) {
      FaultProxy proxy = FaultProxy.open(i, ports.get(i).node(), cluster.links);
      cluster.nodes.add(new ChaosNode(i, ports.get(i), folder, proxy, launcher));
    }
    return cluster;
  }

  /** The data of this node lies on a disk that can be filled. Before {@link #start}. */
  public void giveSmallDisk(int node) throws IOException, InterruptedException {
    nodes.get(node).on(SmallDisk.mount(nodes.get(node).data()));
  }

  /** Starts all and waits until they serve and have a leader. */
  public void start() throws IOException, InterruptedException {
    startFounders();
    startSpares();
  }

  /** Until they serve and have a leader. */
  public void startFounders() throws IOException, InterruptedException {
    start(nodes.subList(0, founders));
    awaitLeader();
  }

  /** Until they serve. */
  public void startSpares() throws IOException, InterruptedException {
    start(nodes.subList(founders, nodes.size()));
  }

  private void start(List<ChaosNode> some) throws IOException, InterruptedException {
    for (ChaosNode node : some) node.start();
    for (ChaosNode node : some) {
      node.awaitReady();
      doors.open(node.index(), node.redisPort());
    }
  }

  public List<ChaosNode> nodes() { return nodes; }

  public ChaosNode node(int index) { return nodes.get(index); }

  public Links links() { return links; }

  public Doors doors() { return doors; }

  public int awaitLeader() throws InterruptedException {
    long beganNanos = System.nanoTime();
    while (System.nanoTime() - beganNanos < TimeUnit.SECONDS.toNanos(LEADER_SECONDS)) {
      OptionalInt leader = leader();
      if (leader.isPresent()) return leader.getAsInt();
      Thread.sleep(LOOK_MILLIS);
    }
    throw new ChaosFailed("no node says that it leads, for " + LEADER_SECONDS + " s");
  }

  /** The node that leads; of several that believe so, the one of the latest term. Empty when none does. */
  public OptionalInt leader() {
    OptionalInt leader = OptionalInt.empty();
    long term = -1;
    for (ChaosNode node : nodes) {
      Optional<NodeState> state = node.state();
      if (state.isEmpty() || !state.get().leads() || state.get().term() <= term) continue;
      leader = OptionalInt.of(node.index());
      term = state.get().term();
    }
    return leader;
  }

  @Override
  public void close() throws IOException {
    links.close();
    for (ChaosNode node : nodes) node.close();
  }
}
