package io.vertikv.placement;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.ClusterState;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.cluster.StoreAddresses;
import io.vertikv.placement.cluster.StoreLife;
import io.vertikv.placement.operator.AddOutcome;
import io.vertikv.placement.operator.IdPool;
import io.vertikv.placement.operator.OperatorKind;
import io.vertikv.placement.operator.OperatorTable;
import io.vertikv.placement.operator.Order;
import io.vertikv.placement.operator.Proposal;
import io.vertikv.placement.operator.Wish;
import io.vertikv.placement.report.Leadership;
import io.vertikv.placement.report.PeerHealth;
import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionDescriptor;
import io.vertikv.placement.report.RegionFlow;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.report.RegionPeers;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.placement.report.RegionSize;
import io.vertikv.placement.report.StoreReport;
import io.vertikv.placement.report.Traffic;
import io.vertikv.placement.rule.StoreLabels;
import io.vertikv.placement.scheduler.ClusterView;
import io.vertikv.placement.topology.Admission;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.placement.topology.RegionTable;
import io.vertikv.placement.topology.StoreTable;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.region.RegionEpoch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A few stores and regions, written down by hand, for tests of one decision at a time. */
public final class SmallCluster {
  public static final long MIB = 1 << 20;
  public static final long GIB = 1 << 30;
  public final StoreTable stores = new StoreTable();
  public final RegionTable regions = new RegionTable(stores);
  public final OperatorTable operators = new OperatorTable(stores, regions, new IdPool(), store -> store);
  public ClusterState state = ClusterState.EMPTY;
  public long now = 1_000_000;
  public long slow;

  public SmallCluster(int stores) {
    operators.ids().offer(9_001, 1_000);
    for (int id = 1; id <= stores; id++) store(id, StoreLabels.NONE);
  }

  public void store(long id, StoreLabels labels) {
    apply(new ClusterCommand.PutStore(id, new StoreAddresses("host" + id, "", ""), labels));
    apply(new ClusterCommand.ChangeLife(id, StoreLife.SERVING));
    hear(id, 1000 * GIB, 900 * GIB, 1);
  }

  public void hear(long id, long capacity, long available, int slowScore) {
    stores.heard(new StoreReport(id, new StoreReport.Disk(capacity, capacity - available, available), 0, 0,
        new StoreReport.Condition(slowScore, 0)), now);
  }

  /** All but these are heard from. */
  public void pass(long millis, long... silent) {
    now += millis;
    for (long id : state.stores().keySet()) {
      if (Arrays.stream(silent).noneMatch(each -> each == id)) hear(id, 1000 * GIB, 900 * GIB, 1);
    }
  }

  public void apply(ClusterCommand command) {
    state = state.apply(command).state();
    stores.onRecord(state, now);
  }

  public void set(Setting setting, long value) { apply(new ClusterCommand.Configure(0, Map.of(setting, value))); }

  public ClusterView view() {
    return new ClusterView(state, new ClusterView.Beliefs(stores, regions, operators), store -> store == slow,
        new SplittableRandom(1), now);
  }

  /** A region of one letter's keys with voters on these stores, the first leading; its peers have the ids 100 x id + store. */
  public RegionEntry region(long id, long... onStores) {
    RegionPeer[] peers = new RegionPeer[onStores.length];
    for (int i = 0; i < peers.length; i++)
      peers[i] = new RegionPeer(100 * id + onStores[i], onStores[i], PeerRole.VOTER);
    return report(id, new RegionEpoch(1, 1), 100 * id + onStores[0], PeerHealth.GOOD, peers);
  }

  public static RegionPeer voter(long id, long store) { return new RegionPeer(id, store, PeerRole.VOTER); }

  public static RegionPeer learner(long id, long store) { return new RegionPeer(id, store, PeerRole.LEARNER); }

  public RegionEntry report(long id, RegionEpoch epoch, long leader, PeerHealth health, RegionPeer... peers) {
    return report(id, epoch, leader, health, new RegionSize(96 * MIB, 1000), peers);
  }

  public RegionEntry report(long id, RegionEpoch epoch, long leader, PeerHealth health, RegionSize size,
      RegionPeer... peers) {
    Bytes start = Bytes.utf8("" + (char) ('a' + id));
    RegionDescriptor region = new RegionDescriptor(id, start, Bytes.utf8("" + (char) ('b' + id)), epoch,
        new RegionPeers(List.of(peers)));
    return admit(new RegionReport(region, new Leadership(leader, epoch.confVersion()), size, RegionFlow.NONE, health));
  }

  public RegionEntry admit(RegionReport report) {
    return ((Admission.Believed) regions.admit(report, state.config().get(Setting.QUERY_COST_BYTES), now)).entry();
  }

  /** The same region with a steady load, as it is known after a while. */
  public RegionEntry load(RegionEntry region, long readPerSecond, long writePerSecond) {
    for (int i = 0; i < 12; i++) {
      RegionFlow flow = new RegionFlow(new Traffic(0, 60 * readPerSecond), new Traffic(0, 60 * writePerSecond), 60_000,
          List.of());
      admit(new RegionReport(region.region(), new Leadership(region.leader().id(), region.term()),
          new RegionSize(region.bytes(), region.keys()), flow, region.health()));
    }
    return region;
  }

  public AddOutcome add(long region, OperatorKind kind, Wish wish) {
    return operators.add(new Proposal(region, kind, wish, "test"), state.config(), now);
  }

  public Order heard(RegionEntry region) { return operators.heard(region, now); }

  /** The region's peers as they are now, and others instead of some. */
  public static RegionPeer[] peers(RegionEntry region, RegionPeer... changed) {
    List<RegionPeer> peers = new ArrayList<>(region.peers().list());
    for (RegionPeer peer : changed) {
      peers.removeIf(old -> old.id() == peer.id());
      peers.add(peer);
    }
    return peers.toArray(RegionPeer[]::new);
  }
}
