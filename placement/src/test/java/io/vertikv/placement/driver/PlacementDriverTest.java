package io.vertikv.placement.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.ClusterState;
import io.vertikv.placement.cluster.CommandResult;
import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.cluster.StoreAddresses;
import io.vertikv.placement.cluster.StoreLife;
import io.vertikv.placement.operator.AddOutcome;
import io.vertikv.placement.operator.OperatorStatus;
import io.vertikv.placement.operator.Order;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.operator.Step;
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
import io.vertikv.placement.rule.StoreLabels;
import io.vertikv.placement.topology.StoreState;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.region.RegionEpoch;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlacementDriverTest {
  private static final long GIB = 1 << 30;
  private ClusterState state = ClusterState.EMPTY;
  private long now = 5_000_000;
  private PlacementDriver driver = newLeader();

  private PlacementDriver newLeader() { return new PlacementDriver(state, new SplittableRandom(3), now); }

  private CommandResult apply(ClusterCommand command) {
    ClusterState.Applied applied = state.apply(command);
    state = applied.state();
    driver.recorded(state, now);
    if (applied.result() instanceof CommandResult.Ids ids) driver.idsReserved(ids.first(), ids.count());
    return applied.result();
  }

  private void stores(int count) {
    for (long id = 1; id <= count; id++) {
      apply(new ClusterCommand.PutStore(id, new StoreAddresses("h" + id, "", ""), StoreLabels.NONE));
      hear(id, 1);
    }
  }

  private StoreAnswer hear(long store, int regions) {
    return driver.heard(new StoreReport(store, new StoreReport.Disk(100 * GIB, 10 * GIB, 90 * GIB), regions, 0,
        StoreReport.Condition.GOOD), now);
  }

  private static RegionReport region(long id, String start, String end, long version, RegionPeer... peers) {
    RegionDescriptor region = new RegionDescriptor(id, Bytes.utf8(start), Bytes.utf8(end),
        new RegionEpoch(version, version), RegionPeers.of(peers));
    return RegionReport.of(region, new Leadership(peers[0].id(), version), new RegionSize(1 << 20, 100));
  }

  private static RegionPeer voter(long id, long store) { return new RegionPeer(id, store, PeerRole.VOTER); }

  /** Applies what the driver wants logged; returns what it wants sent. */
  private List<Order> tick(long millis) {
    now += millis;
    state.stores().keySet().forEach(store -> hear(store, 1));
    Turn turn = driver.tick(now);
    turn.commands().forEach(this::apply);
    return turn.orders();
  }

  private SchedulerStatus scheduler(SchedulerName name) {
    return driver.overview(now).schedulers().get(name.ordinal());
  }

  @Test
  void nothingIsScheduledBeforeEveryRangeHasBeenReported() {
    stores(4);
    driver.heard(region(1, "", "m", 1, voter(11, 1), voter(12, 2)), now);
    assertEquals(List.of(), tick(1_000));
    assertTrue(driver.overview(now).collecting());
    assertTrue(scheduler(SchedulerName.REPLICA_REPAIR).reasons().containsKey(Reason.COLLECTING));
    driver.heard(region(2, "m", "", 1, voter(21, 1), voter(22, 2), voter(23, 3)), now);
    List<Order> orders = tick(1_000);
    assertFalse(driver.overview(now).collecting());
    assertTrue(orders.stream().anyMatch(order -> order.region() == 1 && order.step() instanceof Step.AddLearner),
        orders.toString());
  }

  @Test
  void aRangeWithoutALeaderDoesNotStopTheOthersForEver() {
    stores(4);
    driver.heard(region(1, "", "m", 1, voter(11, 1), voter(12, 2)), now);
    tick(1_000);
    assertEquals(List.of(), tick(298_000));
    assertEquals(1, tick(1_000).size());
    assertEquals(1, driver.overview(now).gaps(), "and nothing is invented for it");
  }

  @Test
  void aLeaderIsToldTheNextStepUntilItIsDoneAndTheStaleOneIsToldSo() {
    stores(4);
    driver.heard(region(1, "", "", 1, voter(11, 1), voter(12, 2), voter(13, 3)), now);
    tick(1_000);
    assertInstanceOf(AddOutcome.Added.class, driver.submit(1, new Wish.MoveLeader(2), "by hand", now));
    RegionAnswer.Do answer = assertInstanceOf(RegionAnswer.Do.class,
        driver.heard(region(1, "", "", 1, voter(11, 1), voter(12, 2), voter(13, 3)), now));
    assertEquals(new Step.TransferLeader(12), answer.order().step());
    assertEquals(1, answer.order().leaderStore());
    RegionReport led = new RegionReport(region(1, "", "", 1, voter(11, 1), voter(12, 2), voter(13, 3)).region(),
        new Leadership(12, 2),
        RegionSize.EMPTY, RegionFlow.NONE, PeerHealth.GOOD);
    assertEquals(RegionAnswer.NOTHING, driver.heard(led, now));
    assertEquals(OperatorStatus.SUCCEEDED, driver.overview(now).history().iterator().next().status());
    assertInstanceOf(RegionAnswer.Stale.class,
        driver.heard(region(1, "", "", 1, voter(11, 1), voter(12, 2), voter(13, 3)), now));
  }

  @Test
  void strangersAndRemovedStoresAreToldSo() {
    stores(4);
    assertEquals(StoreAnswer.WELCOME, hear(1, 0));
    assertEquals(StoreAnswer.UNKNOWN, hear(9, 0));
    driver.heard(region(1, "", "", 1, voter(11, 1), voter(12, 2), voter(13, 3)), now);
    tick(1_000);
    apply(new ClusterCommand.ChangeLife(4, StoreLife.REMOVING));
    tick(1_000);
    assertEquals(StoreState.REMOVING, driver.overview(now).store(4).orElseThrow().state(),
        "it says that it holds something");
    hear(4, 0);
    now += 20_000;
    driver.tick(now).commands().forEach(this::apply);
    assertEquals(StoreAnswer.REMOVED, hear(4, 0));
  }

  @Test
  void aStoreIsServingWhenItHoldsItsShareOrTimeIsUp() {
    stores(3);
    driver.heard(region(1, "", "", 1, voter(11, 1), voter(12, 2), voter(13, 3)), now);
    tick(1_000);
    tick(1_000);
    assertEquals(StoreLife.SERVING, state.stores().get(1L).life());
    apply(new ClusterCommand.SwitchScheduler(SchedulerName.BALANCE_REGIONS, false));
    apply(new ClusterCommand.PutStore(4, new StoreAddresses("h4", "", ""), StoreLabels.NONE));
    tick(1_000);
    assertEquals(StoreLife.PREPARING, state.stores().get(4L).life());
    tick(1_800_000);
    assertEquals(StoreLife.SERVING, state.stores().get(4L).life());
  }

  @Test
  void aNewLeaderFinishesWhatTheOldOneLeftHalfDone() {
    stores(4);
    RegionReport half = region(1, "", "", 2, voter(11, 1), voter(12, 2), new RegionPeer(14, 4, PeerRole.LEARNER));
    driver.heard(half, now);
    driver = newLeader();
    tick(1_000);
    assertEquals(0, driver.overview(now).regionCount());
    driver.heard(half, now);
    List<Order> orders = tick(1_000);
    assertEquals(List.of(new Step.Promote(14)), orders.stream().map(Order::step).toList());
  }

  @Test
  void aSchedulerThatIsSwitchedOffSaysSo() {
    stores(4);
    apply(new ClusterCommand.SwitchScheduler(SchedulerName.REPLICA_REPAIR, false));
    driver.heard(region(1, "", "", 1, voter(11, 1), voter(12, 2)), now);
    tick(1_000);
    assertEquals(List.of(), tick(1_000));
    assertFalse(scheduler(SchedulerName.REPLICA_REPAIR).runs());
    assertTrue(scheduler(SchedulerName.REPLICA_REPAIR).reasons().containsKey(Reason.PAUSED));
  }

  @Test
  void questionsHaveAnswers() {
    stores(4);
    apply(new ClusterCommand.Configure(0, Map.of(Setting.MERGE_AFTER_MILLIS, 1_000L)));
    driver.heard(region(1, "", "m", 1, voter(11, 1), voter(12, 2)), now);
    driver.heard(region(2, "m", "", 1, voter(21, 1), voter(22, 2), voter(23, 3)), now);
    Overview overview = driver.overview(now);
    assertEquals(1, overview.regionAt(Bytes.utf8("a")).orElseThrow().id());
    assertEquals(List.of(1L, 2L), overview.regionsFrom(Bytes.EMPTY, 10).stream().map(region -> region.id()).toList());
    assertEquals(List.of(2L), overview.regionsOf(3, 10).stream().map(region -> region.id()).toList());
    assertEquals(List.of(1L),
        overview.regions(RegionCondition.MISSING_PEER, 10).stream().map(region -> region.id()).toList());
    assertEquals(2, overview.hottest(false, 5).size());
    assertEquals(2, overview.store(1).orElseThrow().share().leaders());
    assertEquals(1_000, overview.settings().get(Setting.MERGE_AFTER_MILLIS));
    tick(1_000);
    tick(1_000);
    List<String> why = driver.overview(now).explain(1);
    assertTrue(why.getFirst().contains("a voter is missing"), why.toString());
    assertTrue(why.contains("merge: not-mergeable"), why.toString());
    assertEquals(List.of("region 9: no-such-region"), overview.explain(9));
  }
}
