package io.vertikv.tools.server;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.StoreAddresses;
import io.vertikv.placement.host.PlacementClerk;
import io.vertikv.placement.host.PlacementClient;
import io.vertikv.placement.host.PlacementHost;
import io.vertikv.placement.host.RaftRegion;
import io.vertikv.placement.host.StoreReporter;
import io.vertikv.placement.report.StoreReport;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.store.rpc.Transport;
import io.vertikv.tools.cluster.ClientAddress;
import io.vertikv.tools.config.ListenConfig;
import io.vertikv.tools.config.NodeConfig;
import io.vertikv.txn.region.RegionHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Placement on this store, on the loop of the groups: the driver where its group is led, and what the store tells it of
 * the regions that it holds.
 */
final class StorePlacement {
  private static final long ORDER_MILLIS = 3_000;

  private record Replica(RegionHost.Hosted hosted, RaftRegion region) {}

  private final StoreDisk disk;
  private final ClusterSeat seat;
  private final StoreGroups groups;
  private final Loop loop;
  private final PlacementHost host;
  private final PlacementClient client;
  private final StoreReporter reporter;
  private final RegionSizes sizes;
  private final RegionCuts cuts;
  /** By id, of the replicas that are here now. */
  private final Map<Long, Replica> regions = new HashMap<>();

  /** On its way before the groups start. */
  StorePlacement(StoreGroups.Ground ground, NodeConfig config, StoreGroups groups) {
    this.disk = ground.disk();
    this.seat = ground.seat();
    this.groups = groups;
    this.loop = ground.loop();
    Transport transport = ground.transport();
    host = new PlacementHost(loop, groups.oracle().commands(), ground.random());
    groups.oracle().watch(host);
    PlacementClerk clerk = new PlacementClerk(host, groups.oracle()::leaderStore, orders -> reporter().obey(orders),
        new PlacementDesk(host), transport);
    groups.desk().place(RequestKind.PLACEMENT, clerk);
    client = new PlacementClient(loop, transport, new PlacementClient.Seat(seat.store(), groups.oracle()::leaderStore,
        List.copyOf(seat.founders())), clerk);
    sizes = new RegionSizes(disk, loop);
    cuts = new RegionCuts(disk, loop);
    reporter = new StoreReporter(loop, client, new StoreReporter.Facts(
        new ClusterCommand.PutStore(seat.store(), addresses(config), config.store().storeLabels()), this::report,
        this::regions));
  }

  private StoreReporter reporter() { return reporter; }

  /** Of all regions of which a replica is here. */
  private List<RaftRegion> regions() {
    List<RaftRegion> all = new ArrayList<>();
    for (RegionHost.Hosted hosted : groups.host().all()) {
      if (hosted.group().isRetired()) continue;
      Replica known = regions.get(hosted.id());
      if (known == null || known.hosted != hosted) regions.put(hosted.id(), new Replica(hosted, region(hosted)));
      all.add(regions.get(hosted.id()).region);
    }
    regions.keySet().removeIf(id -> groups.host().region(id) == null);
    return all;
  }

  private RaftRegion region(RegionHost.Hosted hosted) {
    return new RaftRegion(hosted::region, hosted.group(), groups.members(hosted), hosted.executor()::transferLeader,
        () -> sizes.of(hosted.id()), cuts.of(hosted));
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
    int held = 0;
    int led = 0;
    for (RegionHost.Hosted each : groups.host().all()) {
      if (each.group().membership().contains(each.group().peer())) held++;
      if (each.group().leads()) led++;
    }
    return new StoreReport(seat.store(), disk.space(), held, led,
        new StoreReport.Condition(StoreReport.Condition.GOOD.slowScore(), groups.snapshots().underWay()));
  }

  PlacementClient client() { return client; }

  void everySecond() {
    sizes.everySecond(groups.host().all());
    host.everySecond(orders -> client.order(orders, ORDER_MILLIS));
    reporter.everySecond();
  }
}
