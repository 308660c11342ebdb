package io.vertikv.placement.host;

import io.vertikv.placement.TestLoop;
import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.CommandOutcome;
import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.cluster.StoreAddresses;
import io.vertikv.placement.driver.Overview;
import io.vertikv.placement.operator.Step;
import io.vertikv.placement.report.Leadership;
import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionDescriptor;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.report.RegionPeers;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.placement.report.RegionSize;
import io.vertikv.placement.report.StoreReport;
import io.vertikv.placement.rule.StoreLabels;
import io.vertikv.placement.topology.StoreState;
import io.vertikv.placement.tso.ScriptedGroup;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Stores in memory, each with all that placement has on a store, and one region; time passes by the second. */
final class HostedCluster {
  static final long REGION = 2;
  private static final long GIB = 1L << 30;

  final ScriptedGroup group;
  final List<Node> nodes = new ArrayList<>();
  /** What the region's leader was told to do. */
  final List<Step> obeyed = new ArrayList<>();
  RegionPeers peers = RegionPeers.of(peer(1, PeerRole.VOTER), peer(2, PeerRole.VOTER), peer(3, PeerRole.VOTER));
  long leads = 1;
  private long term = 5;
  private final ArrayDeque<Runnable> wire = new ArrayDeque<>();

  HostedCluster(int stores) {
    group = new ScriptedGroup(stores);
    for (int i = 1; i <= stores; i++) nodes.add(new Node(i));
    group.serve(1);
  }

  static long peerOn(long region, long store) { return 2 * (store - 1) + region; }

  private static RegionPeer peer(long store, PeerRole role) {
    return new RegionPeer(peerOn(REGION, store), store, role);
  }

  Node node(int store) { return nodes.get(store - 1); }

  void seconds(int count) {
    for (int i = 0; i < count; i++) {
      group.nowMillis += 1000;
      for (Node node : nodes) if (node.up) node.everySecond();
      for (Runnable next = wire.poll(); next != null; next = wire.poll()) next.run();
      group.settle();
      for (Runnable next = wire.poll(); next != null; next = wire.poll()) next.run();
    }
  }

  /** A new leader of the placement group. */
  void elect(int store) {
    ScriptedGroup.Store old = group.leader();
    group.nowMillis += ScriptedGroup.LEASE_MILLIS + 1;
    if (old != null) old.stepDown();
    group.serve(store);
  }

  void restartAll() {
    for (Node node : nodes) {
      node.replica.restart();
      node.boot();
    }
    group.nowMillis += ScriptedGroup.LEASE_MILLIS + 1;
  }

  Overview overview() { return node(placementLeader()).host.overview().orElseThrow(); }

  private int placementLeader() {
    for (int i = 0; i < nodes.size(); i++) if (nodes.get(i).host.leads()) return i + 1;
    throw new AssertionError("nobody places");
  }

  /** So many are in the log of the placement group. */
  int entries() { return group.committed.size(); }

  /** Where the region's peers are. */
  List<Long> stores() {
    return peers.list().stream().map(RegionPeer::store).sorted().toList();
  }

  List<StoreState> states() { return overview().stores().stream().map(store -> store.state()).toList(); }

  CommandOutcome command(ClusterCommand command) {
    CommandOutcome[] said = {null};
    node(placementLeader()).host.propose(command, outcome -> said[0] = outcome);
    group.settle();
    return said[0];
  }

  void switchOn(SchedulerName scheduler) { command(new ClusterCommand.SwitchScheduler(scheduler, true)); }

  final class Node implements RegionReplica, Transport {
    final long store;
    final ScriptedGroup.Store replica;
    final TestLoop loop;
    StoreAddresses address;
    boolean up = true;
    PlacementHost host;
    PlacementClient client;
    StoreReporter reporter;
    private PlacementClerk clerk;

    Node(int store) {
      this.store = store;
      address = new StoreAddresses("host" + store + ":1", "", "");
      replica = group.store(store);
      loop = replica.loop;
      boot();
    }

    void boot() {
      host = new PlacementHost(loop, replica.oracle.commands(), new SplittableRandom(store));
      replica.oracle.watch(host);
      clerk = new PlacementClerk(host, replica::leaderStore, orders -> reporter.obey(orders),
          (text, answer) -> answer.accept(text + " from store " + store), this);
      client = new PlacementClient(loop, this,
          new PlacementClient.Seat(store, replica::leaderStore, List.of(1L, 2L, 3L)),
          clerk);
      reporter = new StoreReporter(loop, client, new StoreReporter.Facts(
          new ClusterCommand.PutStore(store, address, StoreLabels.NONE),
          this::storeReport, () -> List.of(this)));
    }

    private StoreReport storeReport() {
      int regions = peers.onStore(store) == null ? 0 : 1;
      return new StoreReport(store, new StoreReport.Disk(100 * GIB, GIB, 99 * GIB), regions, leads == store ? 1 : 0,
          StoreReport.Condition.GOOD);
    }

    private void everySecond() {
      loop.pass(1000);
      host.everySecond(orders -> client.order(orders, 1000));
      reporter.everySecond();
    }

    @Override
    public long id() { return REGION; }

    @Override
    public RegionEpoch epoch() { return RegionEpoch.FIRST; }

    @Override
    public Optional<RegionReport> report() {
      if (leads != store) return Optional.empty();
      return Optional.of(RegionReport.of(
          new RegionDescriptor(REGION, Bytes.EMPTY, Bytes.EMPTY, RegionEpoch.FIRST, peers),
          new Leadership(peerOn(REGION, store), term), new RegionSize(100 << 20, 1000)));
    }

    @Override
    public String obey(Step step) {
      if (leads != store) return "refused";
      obeyed.add(step);
      switch (step) {
        case Step.ChangePeers change -> {
          boolean repeated = change instanceof Step.AddLearner add && peers.positionOf(add.peer()) >= 0;
          if (!repeated) peers = change.after(peers).afterJoint();
        }
        case Step.TransferLeader transfer -> {
          leads = peers.at(peers.positionOf(transfer.peer())).store();
          term++;
        }
        case Step.Split _,Step.MergeInto _,Step.AcceptMerge _ -> throw new AssertionError(step);
      }
      return "done";
    }

    @Override
    public void send(long to, GroupMessage message) { throw new AssertionError("nobody sends messages here"); }

    @Override
    public void request(long to, byte[] payload, long deadlineNanos, ReplyTarget reply) {
      wire.add(() -> {
        Node there = node((int) to);
        if (there.up && up) there.clerk.asked(store, payload, answer -> wire.add(() -> reply.answered(answer)));
        else reply.failed(RequestFailure.NOT_SENT);
      });
    }

    @Override
    public void flush() {}
  }
}
