package io.vertikv.placement.scheduler;

import static io.vertikv.placement.SmallCluster.learner;
import static io.vertikv.placement.SmallCluster.peers;
import static io.vertikv.placement.SmallCluster.voter;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.placement.SmallCluster;
import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.cluster.StoreLife;
import io.vertikv.placement.operator.OperatorKind;
import io.vertikv.placement.operator.Proposal;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.operator.Wish;
import io.vertikv.placement.report.PeerHealth;
import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.rule.Demand;
import io.vertikv.placement.rule.DemandRole;
import io.vertikv.placement.rule.LabelConstraint;
import io.vertikv.placement.rule.PlacementRule;
import io.vertikv.placement.rule.StoreLabels;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.region.RegionEpoch;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaRepairTest {
  private static final RegionEpoch LATER = new RegionEpoch(1, 9);
  private SmallCluster cluster = new SmallCluster(5);
  private final Tally tally = new Tally();

  private Wish wish(RegionEntry region) {
    Proposal proposal = new ReplicaRepair().check(region, cluster.view(), tally);
    return proposal == null ? null : proposal.wish();
  }

  private void nothing(Reason reason, RegionEntry region) {
    long before = tally.of(SchedulerName.REPLICA_REPAIR, reason);
    assertNull(wish(region));
    assertEquals(before + 1, tally.of(SchedulerName.REPLICA_REPAIR, reason),
        tally.of(SchedulerName.REPLICA_REPAIR).toString());
  }

  private void rule(Demand... demands) {
    cluster.apply(new ClusterCommand.PutRule(new PlacementRule("r", Bytes.EMPTY, Bytes.EMPTY, 1, List.of(demands))));
  }

  @Test
  void aSoundRegionIsLeftAlone() {
    nothing(Reason.NOTHING_TO_DO, cluster.region(1, 1, 2, 3));
    cluster.add(1, OperatorKind.LEADER, new Wish.MoveLeader(2));
    nothing(Reason.REGION_BUSY, cluster.regions.get(1));
  }

  @Test
  void aMissingReplicaIsMadeOnTheEmptiestStore() {
    cluster.region(2, 4, 2, 3);
    assertEquals(new Wish.AddReplica(5, true), wish(cluster.region(1, 1, 2)));
  }

  @Test
  void aLearnerThatStandsForAVoterIsPromotedAndAnotherOneGoes() {
    RegionEntry region = cluster.region(1, 1, 2);
    assertEquals(new Wish.PromoteReplica(4),
        wish(cluster.report(1, LATER, 101, PeerHealth.GOOD, peers(region, learner(104, 4)))));
    RegionPeer[] four = {voter(101, 1), voter(102, 2), voter(103, 3), learner(104, 4)};
    assertEquals(new Wish.RemoveReplica(4), wish(cluster.report(1, LATER, 101, PeerHealth.GOOD, four)),
        "left behind by somebody");
  }

  @Test
  void timeIsGivenToAStoreThatIsSilentAndItIsReplacedWhenItIsDown() {
    RegionEntry region = cluster.region(1, 1, 2, 3);
    cluster.pass(60_000, 3);
    nothing(Reason.NOTHING_TO_DO, region);
    cluster.pass(1_800_000, 3);
    Wish.ReplaceReplica replace = (Wish.ReplaceReplica) wish(region);
    assertEquals(3, replace.fromStore());
    cluster.pass(0);
    nothing(Reason.NOTHING_TO_DO, region);
  }

  @Test
  void whenAStoreComesBackAfterItWasReplacedTheExtraReplicaGoes() {
    RegionPeer[] four = {voter(101, 1), voter(102, 2), voter(103, 3), voter(104, 4)};
    RegionEntry region = cluster.report(1, LATER, 101, new PeerHealth(List.of(102L), List.of()), four);
    assertEquals(new Wish.RemoveReplica(2), wish(region), "the broken one");
    cluster.pass(2_000_000, 3);
    assertEquals(new Wish.RemoveReplica(3), wish(cluster.report(1, LATER, 101, PeerHealth.GOOD, four)),
        "the one on the dead store");
  }

  @Test
  void aBrokenReplicaIsReplacedThoughItsStoreLives() {
    RegionEntry region = cluster.region(1, 1, 2, 3);
    RegionEntry broken = cluster.report(1, LATER, 101, new PeerHealth(List.of(102L), List.of()), peers(region));
    assertEquals(new Wish.ReplaceReplica(2, 4, false), wish(broken));
    RegionEntry lags = cluster.report(1, new RegionEpoch(1, 10), 101, new PeerHealth(List.of(), List.of(102L)),
        peers(region));
    nothing(Reason.NOTHING_TO_DO, lags);
  }

  @Test
  void aStoreThatIsRemovedGivesItsReplicasAway() {
    RegionEntry region = cluster.region(1, 1, 2, 3);
    cluster.apply(new ClusterCommand.ChangeLife(1, StoreLife.REMOVING));
    assertEquals(new Wish.ReplaceReplica(1, 4, false), wish(region));
    cluster.set(Setting.STORE_ADDS_PER_MINUTE, 0);
    nothing(Reason.ADD_RATE, region);
  }

  @Test
  void withoutAStoreThatMayHaveItNothingHappens() {
    cluster = new SmallCluster(3);
    RegionEntry region = cluster.region(1, 1, 2);
    cluster.hear(3, 1000 * SmallCluster.GIB, 100 * SmallCluster.GIB, 1);
    nothing(Reason.NO_TARGET, region);
    cluster.hear(3, 1000 * SmallCluster.GIB, 300 * SmallCluster.GIB, 1);
    assertEquals(new Wish.AddReplica(3, true), wish(region));
    cluster.pass(60_000, 3);
    nothing(Reason.NO_TARGET, region);
  }

  @Test
  void aJointPhaseThatNobodyEndsIsEnded() {
    RegionPeer[] joint = {voter(101, 1), voter(102, 2), new RegionPeer(103, 3, PeerRole.OUTGOING), new RegionPeer(104,
        4, PeerRole.INCOMING)};
    assertEquals(new Wish.FinishJoint(), wish(cluster.report(1, LATER, 101, PeerHealth.GOOD, joint)));
  }

  @Test
  void replicasStandAsFarApartAsTheyCan() {
    cluster = new SmallCluster(0);
    for (int id = 1; id <= 6; id++) cluster.store(id, StoreLabels.of("zone", "z" + id % 2, "host", "h" + id));
    nothing(Reason.NOTHING_TO_DO, cluster.region(1, 1, 2, 3));
    assertEquals(new Wish.ReplaceReplica(1, 4, false), wish(cluster.region(2, 1, 3, 5)),
        "two zones are better than one");
    cluster.store(7, StoreLabels.of("zone", "z9"));
    Wish.ReplaceReplica third = (Wish.ReplaceReplica) wish(cluster.regions.get(1));
    assertEquals(7, third.toStore(), "and three than two");
    cluster.region(3, 1, 2, 7);
    nothing(Reason.NOTHING_TO_DO, cluster.regions.get(3));
  }

  @Test
  void aRuleSaysHowManyWhereAndWhoLeads() {
    cluster = new SmallCluster(0);
    for (int id = 1; id <= 6; id++) cluster.store(id, StoreLabels.of("zone", id <= 2 ? "home" : "away"));
    LabelConstraint home = LabelConstraint.in("zone", "home");
    LabelConstraint away = LabelConstraint.in("zone", "away");
    rule(new Demand(DemandRole.LEADER, 1, List.of(home), List.of()),
        new Demand(DemandRole.FOLLOWER, 2, List.of(away), List.of()),
        new Demand(DemandRole.LEARNER, 1, List.of(away), List.of()));
    RegionEntry region = cluster.region(1, 3, 4, 1);
    assertEquals(new Wish.AddReplica(5, false), wish(region), "the learner is missing");
    RegionPeer[] full = {voter(103, 3), voter(104, 4), voter(101, 1), learner(105, 5)};
    assertEquals(new Wish.MoveLeader(1), wish(cluster.report(1, new RegionEpoch(1, 2), 103, PeerHealth.GOOD, full)));
    nothing(Reason.NOTHING_TO_DO, cluster.report(1, new RegionEpoch(1, 3), 101, PeerHealth.GOOD, full));
    RegionPeer[] misplaced = {voter(103, 3), voter(104, 4), voter(106, 6), learner(105, 5)};
    Wish.ReplaceReplica back = (Wish.ReplaceReplica) wish(
        cluster.report(1, new RegionEpoch(1, 4), 103, PeerHealth.GOOD, misplaced));
    assertTrue(back.toStore() <= 2, "one of the voters has to be at home: " + back);
  }
}
