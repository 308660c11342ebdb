package io.vertikv.tools.server;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.StoreAddresses;
import io.vertikv.placement.host.PlacementClerk;
import io.vertikv.placement.host.PlacementClient;
import io.vertikv.placement.host.PlacementHost;
import io.vertikv.placement.host.RaftRegion;
import io.vertikv.placement.host.StoreReporter;
import io.vertikv.placement.report.RegionSize;
import io.vertikv.placement.report.StoreReport;
import io.vertikv.resp.type.KeyEntry;
import io.vertikv.store.group.GroupMembers;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.store.rpc.Transport;
import io.vertikv.tools.cluster.ClientAddress;
import io.vertikv.tools.config.ListenConfig;
import io.vertikv.tools.config.NodeConfig;
import io.vertikv.txn.region.RegionCounters;
import io.vertikv.txn.region.RegionExecutor;
import io.vertikv.txn.region.RegionHost;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Placement on this store, on the loop of the groups: the driver where its group is led, and what the store tells it. How much
 * the region holds is estimated on a worker once a minute, by the engine and from the counters of keys.
 */
final class StorePlacement {
  private static final long ORDER_MILLIS = 3_000;
  private static final long MEASURE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final StoreDisk disk;
  private final ClusterSeat seat;
  private final StoreGroups groups;
  private final Loop loop;
  private final PlacementHost host;
  private final PlacementClient client;
  private final StoreReporter reporter;
  private RegionSize size = RegionSize.EMPTY;
  private boolean measuring;
  private boolean measured;
  private long measuredNanos;

  /** On its way before the groups start. */
  StorePlacement(StoreGroups.Ground ground, NodeConfig config, StoreGroups groups) {
    this.disk = ground.disk();
    this.seat = ground.seat();
    this.groups = groups;
    this.loop = ground.loop();
    Transport transport = ground.transport();
    host = new PlacementHost(loop, groups.oracle().commands(), StorePlacement::peerOn, ground.random());
    groups.oracle().watch(host);
    PlacementClerk clerk = new PlacementClerk(host, groups.oracle()::leaderStore, orders -> reporter().obey(orders),
        new PlacementDesk(host), transport);
    groups.desk().place(RequestKind.PLACEMENT, clerk);
    client = new PlacementClient(loop, transport, new PlacementClient.Seat(seat.store(), groups.oracle()::leaderStore,
        List.copyOf(seat.founders())), clerk);
    RaftRegion region = region(groups.region());
    reporter = new StoreReporter(loop, client, new StoreReporter.Facts(
        new ClusterCommand.PutStore(seat.store(), addresses(config), config.store().storeLabels()), this::report,
        () -> List.of(region)));
  }

  private StoreReporter reporter() { return reporter; }

  private RaftRegion region(RegionHost.Hosted hosted) {
    RaftGroup group = hosted.group();
    RegionExecutor executor = hosted.executor();
    GroupMembers.HandOver handOver = executor::transferLeader;
    return new RaftRegion(hosted::region, group, groups.members(group, handOver), handOver, () -> size);
  }

  /** Every store knows the ids of the peers of the first region. */
  private static long peerOn(long region, long store) {
    return region == StoreGroups.FIRST_REGION ? StoreGroups.peerOn(region, store) : 0;
  }

  /** A port that is any free one is not told. */
  private StoreAddresses addresses(NodeConfig config) {
    ListenConfig listen = config.listen();
    StoreAddress own = seat.addresses().get().get(seat.store());
    String host = own == null ? listen.bind() : own.host();
    String store = own == null ? Ports.reachable(host, listen.nodePort()) : own.toString();
    return new StoreAddresses(store, at(host, listen.adminPort()), listen.port() == 0 ? "" : clients(config, host));
  }

  private static String clients(NodeConfig config, String host) {
    ClientAddress clients = ClientAddress.of(config, host, config.listen().port());
    return at(clients.host(), clients.port() == 0 ? clients.tlsPort() : clients.port());
  }

  private static String at(String host, int port) { return port == 0 ? "" : new StoreAddress(host, port).toString(); }

  private StoreReport report() {
    boolean holds = groups.region().group().membership().contains(groups.region().group().peer());
    return new StoreReport(seat.store(), disk.space(), holds ? 1 : 0, groups.region().group().leads() ? 1 : 0,
        new StoreReport.Condition(StoreReport.Condition.GOOD.slowScore(), groups.snapshots().underWay()));
  }

  PlacementClient client() { return client; }

  void everySecond() {
    measure();
    host.everySecond(orders -> client.order(orders, ORDER_MILLIS));
    reporter.everySecond();
  }

  private void measure() {
    long nowNanos = loop.nanoTime();
    boolean due = !measured || nowNanos - measuredNanos >= MEASURE_NANOS;
    if (measuring || !due || !groups.region().group().leads()) return;
    measuring = true;
    disk.workers().execute(() -> {
      RegionSize found = new RegionSize(disk.approximateBytes(groups.region().region().range()), keys());
      loop.execute(() -> {
        size = found;
        measured = true;
        measuredNanos = nowNanos;
        measuring = false;
      });
    });
  }

  private long keys() {
    long[] counters = RegionCounters.read(disk.engine(), StoreGroups.FIRST_REGION);
    long keys = 0;
    for (int db = 0; KeyEntry.keysCounter(db) < counters.length; db++) keys += counters[KeyEntry.keysCounter(db)];
    return Math.max(0, keys);
  }
}
