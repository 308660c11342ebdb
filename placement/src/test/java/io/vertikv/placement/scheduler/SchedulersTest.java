package io.vertikv.placement.scheduler;

import static io.vertikv.placement.SmallCluster.GIB;
import static io.vertikv.placement.SmallCluster.MIB;
import static io.vertikv.placement.SmallCluster.peers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.placement.SmallCluster;
import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.operator.OperatorKind;
import io.vertikv.placement.operator.Proposal;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.operator.SplitBy;
import io.vertikv.placement.operator.Wish;
import io.vertikv.placement.report.Leadership;
import io.vertikv.placement.report.LoadBucket;
import io.vertikv.placement.report.PeerHealth;
import io.vertikv.placement.report.RegionFlow;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.placement.report.RegionSize;
import io.vertikv.placement.report.Traffic;
import io.vertikv.placement.rule.Demand;
import io.vertikv.placement.rule.PlacementRule;
import io.vertikv.placement.rule.StoreLabels;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.region.RegionEpoch;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SchedulersTest {
  private SmallCluster cluster = new SmallCluster(4);
  private final Tally tally = new Tally();

  private Wish wish(Scheduler scheduler) {
    Proposal proposal = scheduler.propose(cluster.view(), tally);
    return proposal == null ? null : proposal.wish();
  }

  private Wish wish(RegionCheck check, RegionEntry region) {
    Proposal proposal = check.check(region, cluster.view(), tally);
    return proposal == null ? null : proposal.wish();
  }

  private void nothing(Reason reason, Scheduler scheduler) {
    long before = tally.of(scheduler.name(), reason);
    assertNull(wish(scheduler));
    assertTrue(tally.of(scheduler.name(), reason) > before, tally.of(scheduler.name()).toString());
  }

  private void nothing(Reason reason, RegionCheck check, RegionEntry region) {
    long before = tally.of(check.name(), reason);
    assertNull(wish(check, region));
    assertTrue(tally.of(check.name(), reason) > before, tally.of(check.name()).toString());
  }

  @Test
  void leadersGoWhereThereAreFewerAndADifferenceOfOneIsLeft() {
    BalanceLeaders balance = new BalanceLeaders();
    cluster.region(1, 1, 2, 3);
    cluster.region(2, 1, 2, 3);
    cluster.apply(new ClusterCommand.DrainStore(4, true));
    assertTrue(((Wish.MoveLeader) wish(balance)).toStore() > 1);
    cluster.add(1, OperatorKind.LEADER, new Wish.MoveLeader(2));
    nothing(Reason.BALANCED, balance);
    cluster.set(Setting.LEADER_OPERATORS_MAX, 1);
    nothing(Reason.OPERATOR_LIMIT, balance);
  }

  @Test
  void aHotLeaderIsNotMovedForTheSakeOfNumbers() {
    cluster = new SmallCluster(2);
    cluster.load(cluster.region(1, 2, 1), 10 * MIB, 0);
    cluster.load(cluster.region(2, 1, 2), MIB, 0);
    cluster.load(cluster.region(3, 1, 2), MIB, 0);
    cluster.load(cluster.region(4, 1, 2), MIB, 0);
    nothing(Reason.NO_REGION, new BalanceLeaders());
  }

  @Test
  void regionsThatLagAreNotTouched() {
    for (int id = 1; id <= 3; id++) {
      RegionEntry region = cluster.region(id, 1, 2, 3);
      cluster.report(id, new RegionEpoch(1, 2), region.leader().id(), new PeerHealth(List.of(), List.of(100L * id + 2)),
          peers(region));
    }
    nothing(Reason.REGION_UNHEALTHY, new BalanceLeaders());
    nothing(Reason.REGION_UNHEALTHY, new BalanceRegions());
  }

  @Test
  void anEmptyStoreIsFilledByReplicasOfTheFullest() {
    BalanceRegions balance = new BalanceRegions();
    for (int id = 1; id <= 4; id++) cluster.region(id, 1, 2, 3);
    Wish.ReplaceReplica move = assertInstanceOf(Wish.ReplaceReplica.class, wish(balance));
    assertEquals(4, move.toStore());
    cluster.hear(4, 1000 * GIB, 100 * GIB, 1);
    nothing(Reason.NO_REGION, balance);
    cluster.hear(4, 1000 * GIB, 900 * GIB, 1);
    cluster.set(Setting.STORE_ADDS_PER_MINUTE, 0);
    nothing(Reason.ADD_RATE, balance);
    cluster.set(Setting.STORE_REMOVES_PER_MINUTE, 0);
    nothing(Reason.REMOVE_RATE, balance);
  }

  @Test
  void oneRegionMoreIsNotWorthAMove() {
    cluster.region(1, 1, 2, 3);
    cluster.region(2, 2, 3, 4);
    cluster.region(3, 3, 4, 1);
    nothing(Reason.NO_GAIN, new BalanceRegions());
  }

  @Test
  void replicasAreNotBroughtTogetherForTheSakeOfSize() {
    cluster = new SmallCluster(0);
    for (int id = 1; id <= 4; id++) cluster.store(id, StoreLabels.of("zone", id == 4 ? "z1" : "z" + id));
    for (int id = 1; id <= 6; id++) cluster.region(id, 2, 3, 1);
    for (int i = 0; i < 20; i++) {
      Wish.ReplaceReplica move = (Wish.ReplaceReplica) wish(new BalanceRegions());
      assertTrue(move == null || move.fromStore() == 1, "only store 1 is in the zone of store 4: " + move);
    }
    assertTrue(tally.of(SchedulerName.BALANCE_REGIONS, Reason.LESS_ISOLATED) > 0);
  }

  @Test
  void theScoreRisesWithSizeAndWithEveryByteThatIsMissing() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 10_000; i++) {
      double capacity = (1 + random.nextInt(4000)) * (double) GIB;
      double used = random.nextDouble() * capacity;
      double more = random.nextDouble() * (capacity - used) + MIB;
      double reserve = capacity * random.nextInt(50) / 100;
      double before = RegionScore.of(used, capacity - used, capacity, reserve);
      double after = RegionScore.of(used + more, capacity - used - more, capacity, reserve);
      assertTrue(after > before, capacity + " " + used + " " + more + " " + reserve + ": " + before + " " + after);
      assertTrue(Double.isFinite(after) && before >= 0);
    }
    assertTrue(
        RegionScore.of(10 * GIB, 10 * GIB, 1000 * GIB, 200 * GIB) > RegionScore.of(500 * GIB, 500 * GIB, 1000 * GIB,
            200 * GIB),
        "a full disk outweighs a big share");
  }

  @Test
  void aDrainedStoreLosesItsLeadersToHealthyFollowers() {
    EvictLeaders evict = EvictLeaders.ofDraining();
    RegionEntry region = cluster.region(1, 1, 2, 3);
    nothing(Reason.NOTHING_TO_DO, evict);
    cluster.apply(new ClusterCommand.DrainStore(1, true));
    cluster.region(2, 2, 1, 3);
    assertEquals(new Wish.MoveLeader(3), wish(evict), "where fewer lead");
    PeerHealth lags = new PeerHealth(List.of(), List.of(102L, 103L));
    cluster.report(1, new RegionEpoch(1, 2), 101, lags, peers(region));
    nothing(Reason.NO_TARGET, evict);
  }

  @Test
  void oneSlowStoreIsRelievedUntilItHasRecovered() {
    SlowStores slow = new SlowStores();
    cluster.region(1, 1, 2, 3);
    nothing(Reason.NOTHING_TO_DO, slow);
    cluster.hear(1, 1000 * GIB, 900 * GIB, 80);
    cluster.hear(2, 1000 * GIB, 900 * GIB, 100);
    assertInstanceOf(Wish.MoveLeader.class, wish(slow));
    assertTrue(slow.isSlow(1) && !slow.isSlow(2));
    assertTrue(tally.of(slow.name(), Reason.ANOTHER_SLOW_STORE) > 0);
    cluster.hear(1, 1000 * GIB, 900 * GIB, 11);
    assertNotNull(wish(slow), "better, not well");
    cluster.hear(2, 1000 * GIB, 900 * GIB, 1);
    cluster.hear(1, 1000 * GIB, 900 * GIB, 10);
    assertNull(wish(slow));
    assertFalse(slow.isSlow(1));
  }

  @Test
  void aHotLeaderGoesToAFollowerOrElsewhereAndStaysWhereItWouldBeAsHot() {
    HotRegions hot = new HotRegions();
    cluster = new SmallCluster(3);
    nothing(Reason.BALANCED, hot);
    cluster.load(cluster.region(1, 1, 2), 10 * MIB, 0);
    nothing(Reason.NO_GAIN, hot);
    cluster.load(cluster.region(2, 1, 2), 8 * MIB, 0);
    assertEquals(new Wish.MoveLeader(2), wish(hot));
    cluster.load(cluster.region(3, 2, 1), 10 * MIB, 0);
    assertEquals(new Wish.ReplaceReplica(1, 3, true), wish(hot), "its follower is as busy");
    cluster.set(Setting.HOT_OPERATORS_MAX, 0);
    nothing(Reason.OPERATOR_LIMIT, hot);
  }

  @Test
  void hotReplicasMoveForTheirWrites() {
    cluster = new SmallCluster(5);
    for (int id = 1; id <= 4; id++) cluster.load(cluster.region(id, id, 1 + id % 4), 0, 8 * MIB);
    Wish.ReplaceReplica move = assertInstanceOf(Wish.ReplaceReplica.class, wish(new HotRegions()));
    assertEquals(5, move.toStore());
  }

  private RegionEntry sized(long id, long bytes, long keys) {
    return cluster.report(id, new RegionEpoch(1, 2 + bytes / MIB), 100 * id + 1, PeerHealth.GOOD,
        new RegionSize(bytes, keys),
        peers(cluster.region(id, 1, 2, 3)));
  }

  @Test
  void regionsAreSplitBySizeByKeysAndWhereARuleBegins() {
    SplitCheck split = new SplitCheck();
    assertNull(wish(split, sized(1, 256 * MIB, 5)));
    assertEquals(new Wish.SplitRegion(SplitBy.SIZE, List.of(), 2), wish(split, sized(2, 257 * MIB, 5)));
    assertEquals(new Wish.SplitRegion(SplitBy.SIZE, List.of(), 8), wish(split, sized(3, 1024 * MIB, 5)));
    assertEquals(new Wish.SplitRegion(SplitBy.SIZE, List.of(), 10), wish(split, sized(4, 100 * GIB, 5)));
    RegionEntry many = sized(5, MIB, 3_000_000);
    assertEquals(new Wish.SplitRegion(SplitBy.KEYS, List.of(), 2), wish(split, many));
    cluster.apply(new ClusterCommand.PutRule(
        new PlacementRule("r", Bytes.utf8("fm"), Bytes.EMPTY, 1, List.of(Demand.voters(3, List.of())))));
    assertEquals(Wish.SplitRegion.at(SplitBy.RULE, List.of(Bytes.utf8("fm"))), wish(split, many));
    cluster.add(5, OperatorKind.ADMIN, new Wish.MoveLeader(2));
    nothing(Reason.REGION_BUSY, split, many);
  }

  @Test
  void aBusyRegionIsSplitWhereItsLoadPartsAndNotForOneKey() {
    SplitCheck split = new SplitCheck();
    RegionEntry busy = cluster.load(cluster.region(1, 1, 2, 3), 20 * MIB, 0);
    assertEquals(new Wish.SplitRegion(SplitBy.LOAD, List.of(), 2), wish(split, busy), "its leader knows better");
    buckets(busy, 50, 20, 30);
    assertEquals(Wish.SplitRegion.at(SplitBy.LOAD, List.of(Bytes.utf8("bb"))), wish(split, busy));
    buckets(busy, 10, 80, 10);
    nothing(Reason.ONE_HOT_KEY, split, busy);
  }

  private void buckets(RegionEntry region, long... loads) {
    List<LoadBucket> buckets = List.of(new LoadBucket(Bytes.utf8("b"), loads[0]),
        new LoadBucket(Bytes.utf8("bb"), loads[1]),
        new LoadBucket(Bytes.utf8("bc"), loads[2]));
    cluster.admit(new RegionReport(region.region(), new Leadership(region.leader().id(), region.term()),
        new RegionSize(region.bytes(), region.keys()), new RegionFlow(Traffic.NONE, Traffic.NONE, 0, buckets),
        PeerHealth.GOOD));
  }

  @Test
  void smallNeighboursComeTogetherAndThenMerge() {
    MergeCheck merge = new MergeCheck();
    RegionEntry small = sized(1, MIB, 5);
    RegionEntry big = cluster.region(2, 2, 3, 4);
    assertNull(wish(merge, big));
    nothing(Reason.NOT_MERGEABLE, merge, small);
    cluster.pass(3_600_000);
    assertEquals(new Wish.ReplaceReplica(1, 4, false), wish(merge, small));
    RegionEntry after = cluster.report(2, new RegionEpoch(1, 2), 201, PeerHealth.GOOD,
        SmallCluster.voter(201, 1), SmallCluster.voter(202, 2), SmallCluster.voter(203, 3));
    assertEquals(new Wish.MergeInto(2), wish(merge, small));
    cluster.load(after, 10 * MIB, 0);
    nothing(Reason.NOT_MERGEABLE, merge, small);
  }

  @Test
  void regionsOfDifferentRulesAreNotMerged() {
    sized(1, MIB, 5);
    cluster.region(2, 1, 2, 3);
    cluster.pass(3_600_000);
    assertNotNull(wish(new MergeCheck(), cluster.regions.get(1)));
    cluster.apply(new ClusterCommand.PutRule(
        new PlacementRule("r", Bytes.utf8("c"), Bytes.EMPTY, 1, List.of(Demand.voters(3, List.of())))));
    nothing(Reason.NOT_MERGEABLE, new MergeCheck(), cluster.regions.get(1));
  }
}
