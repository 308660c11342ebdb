package io.vertikv.placement.operator;

import static io.vertikv.placement.SmallCluster.learner;
import static io.vertikv.placement.SmallCluster.peers;
import static io.vertikv.placement.SmallCluster.voter;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.placement.SmallCluster;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.report.Leadership;
import io.vertikv.placement.report.PeerHealth;
import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionFlow;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.placement.report.RegionSize;
import io.vertikv.placement.topology.InFlight;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.region.RegionEpoch;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorTableTest {
  private static final PeerHealth GOOD = PeerHealth.GOOD;
  private final SmallCluster cluster = new SmallCluster(6);
  private final OperatorTable operators = cluster.operators;

  private Operator added(OperatorKind kind, Wish wish) {
    return assertInstanceOf(AddOutcome.Added.class, cluster.add(1, kind, wish)).operator();
  }

  private void refused(Reason reason, long region, OperatorKind kind, Wish wish) {
    assertEquals(new AddOutcome.NotAdded(reason), cluster.add(region, kind, wish));
  }

  private RegionEntry now(int conf, long leader, PeerHealth health, RegionPeer... peers) {
    return cluster.report(1, new RegionEpoch(1, conf), leader, health, peers);
  }

  private Step orderedBy(RegionEntry region) {
    Order order = cluster.heard(region);
    return order == null ? null : order.step();
  }

  private void nothingIsUnderWay() {
    for (long store = 1; store <= 6; store++) {
      InFlight load = cluster.stores.get(store).inFlight();
      assertArrayEquals(new long[5],
          new long[]{load.leaders(), load.peers(), load.adding(), load.bytes(), load.leaderLoad()}, "store " + store);
    }
  }

  @Test
  void aReplicaThatLeadsIsReplacedByLearnerTransferAndOneJointChange() {
    RegionEntry region = cluster.region(1, 1, 2, 3);
    Operator operator = added(OperatorKind.REGION, new Wish.ReplaceReplica(1, 4, false));
    assertEquals(-1, cluster.stores.get(1).inFlight().leaders());
    assertEquals(-1, cluster.stores.get(1).inFlight().peers());
    assertEquals(1, cluster.stores.get(4).inFlight().adding());
    assertEquals(new Step.AddLearner(9001, 4), orderedBy(region));
    PeerHealth lags = new PeerHealth(List.of(), List.of(9001L));
    assertEquals(new Step.AddLearner(9001, 4), orderedBy(now(2, 101, lags, peers(region, learner(9001, 4)))),
        "until it has caught up");
    assertEquals(0, cluster.stores.get(4).inFlight().peers(), "it is counted where it is already");
    assertEquals(1, cluster.stores.get(4).inFlight().adding());
    assertEquals(new Step.TransferLeader(102), orderedBy(now(2, 101, GOOD, peers(region))));
    assertEquals(new Step.EnterJoint(9001, 101), orderedBy(now(2, 102, GOOD, peers(region))));
    RegionPeer[] joint = peers(region, new RegionPeer(9001, 4, PeerRole.INCOMING),
        new RegionPeer(101, 1, PeerRole.OUTGOING));
    assertEquals(new Step.LeaveJoint(), orderedBy(now(3, 102, GOOD, joint)));
    assertNull(orderedBy(now(4, 102, GOOD, voter(102, 2), voter(103, 3), voter(9001, 4))));
    assertEquals(OperatorStatus.SUCCEEDED, operator.status());
    assertEquals(1, operators.ended(OperatorKind.REGION, OperatorStatus.SUCCEEDED));
    assertFalse(operators.busy(1));
    nothingIsUnderWay();
  }

  @Test
  void aJointPhaseThatEndsBeforeAnybodySeesItIsDoneAllTheSame() {
    RegionEntry region = cluster.region(1, 2, 1, 3);
    Operator operator = added(OperatorKind.REGION, new Wish.ReplaceReplica(1, 4, false));
    assertEquals(new Step.EnterJoint(9001, 101), orderedBy(now(2, 102, GOOD, peers(region, learner(9001, 4)))));
    assertNull(orderedBy(now(4, 102, GOOD, voter(102, 2), voter(103, 3), voter(9001, 4))));
    assertEquals(OperatorStatus.SUCCEEDED, operator.status());
  }

  @Test
  void whatTheDriverDidNotOrderEndsTheOperator() {
    RegionEntry region = cluster.region(1, 1, 2, 3);
    Operator byPeers = added(OperatorKind.REGION, new Wish.ReplaceReplica(1, 4, false));
    assertNull(orderedBy(now(2, 101, GOOD, peers(region, learner(777, 5)))));
    assertEquals(OperatorStatus.REGION_CHANGED, byPeers.status());
    Operator byRange = added(OperatorKind.LEADER, new Wish.MoveLeader(2));
    assertNull(orderedBy(cluster.report(1, new RegionEpoch(2, 2), 101, GOOD, peers(region))));
    assertEquals(OperatorStatus.REGION_CHANGED, byRange.status());
    nothingIsUnderWay();
  }

  @Test
  void aPeerThatLeadsIsNeverRemoved() {
    RegionEntry region = cluster.region(1, 1, 2, 3, 4);
    Operator operator = added(OperatorKind.REPLICA, new Wish.RemoveReplica(4));
    assertNull(orderedBy(now(2, 104, GOOD, peers(region))), "it leads by now");
    assertEquals(OperatorStatus.UNSAFE, operator.status());
  }

  @Test
  void aLeaderIsAskedToStepDownBeforeItIsRemoved() {
    RegionEntry region = cluster.region(1, 4, 2, 3, 1);
    added(OperatorKind.REPLICA, new Wish.RemoveReplica(4));
    assertEquals(new Step.TransferLeader(101), orderedBy(region), "to where a leader costs least");
    assertEquals(new Step.RemovePeer(104), orderedBy(now(2, 101, GOOD, peers(region))));
  }

  @Test
  void aStepIsHeldBackWhileTheRestWouldHaveNoMajority() {
    RegionEntry region = cluster.region(1, 1, 2, 3);
    added(OperatorKind.REPLICA, new Wish.ReplaceReplica(3, 4, false));
    RegionPeer[] withLearner = peers(region, learner(9001, 4));
    assertEquals(new Step.EnterJoint(9001, 103),
        orderedBy(now(2, 101, new PeerHealth(List.of(), List.of(102L)), withLearner)),
        "two of the three that stay are whole");
    Operator held = operators.of(1);
    assertEquals(1, held.done());
    assertNull(orderedBy(now(2, 101, new PeerHealth(List.of(), List.of(102L, 9001L)), withLearner)),
        "one of the three is whole");
    assertTrue(operators.busy(1));
  }

  @Test
  void aRegionOfOneReplicaMovesByVotingInTheNewOneFirst() {
    cluster.region(1, 1);
    Operator operator = added(OperatorKind.REGION, new Wish.ReplaceReplica(1, 2, false));
    assertEquals(
        List.of(new Step.AddLearner(9001, 2), new Step.Promote(9001), new Step.TransferLeader(9001),
            new Step.RemovePeer(101)),
        operator.steps());
    refused(Reason.REGION_BUSY, 1, OperatorKind.ADMIN, new Wish.MoveLeader(1));
    assertTrue(operators.cancel(1, cluster.now));
    assertEquals(OperatorStatus.CANCELLED, operator.status());
    assertFalse(operators.cancel(1, cluster.now));
    refused(Reason.UNSAFE, 1, OperatorKind.ADMIN, new Wish.RemoveReplica(1));
    nothingIsUnderWay();
  }

  @Test
  void aJointPhaseIsNotEndedUnderALeaderThatLeavesWithIt() {
    RegionPeer[] joint = {voter(102, 2), voter(103, 3), new RegionPeer(101, 1, PeerRole.OUTGOING), new RegionPeer(104,
        4, PeerRole.INCOMING)};
    RegionEntry region = now(3, 101, GOOD, joint);
    Operator operator = added(OperatorKind.REPLICA, new Wish.FinishJoint());
    assertEquals(List.of(new Step.TransferLeader(102), new Step.LeaveJoint()), operator.steps());
    assertEquals(new Step.LeaveJoint(), orderedBy(now(3, 102, GOOD, joint)));
    assertNull(
        orderedBy(cluster
            .admit(new RegionReport(region.region(), new Leadership(101, 9), RegionSize.EMPTY, RegionFlow.NONE, GOOD))),
        "the old one leads again");
    assertTrue(operators.busy(1));
  }

  @Test
  void wishesThatMakeNoSenseAreRefused() {
    cluster.region(1, 1, 2, 3);
    refused(Reason.NO_SUCH_REGION, 9, OperatorKind.ADMIN, new Wish.MoveLeader(2));
    refused(Reason.UNSAFE, 1, OperatorKind.ADMIN, new Wish.MoveLeader(1));
    refused(Reason.UNSAFE, 1, OperatorKind.ADMIN, new Wish.MoveLeader(5));
    refused(Reason.UNSAFE, 1, OperatorKind.ADMIN, new Wish.ReplaceReplica(1, 2, false));
    refused(Reason.UNSAFE, 1, OperatorKind.ADMIN, new Wish.AddReplica(3, true));
    refused(Reason.NO_TARGET, 1, OperatorKind.ADMIN, new Wish.AddReplica(99, true));
    refused(Reason.REGION_UNHEALTHY, 1, OperatorKind.ADMIN, new Wish.FinishJoint());
    assertThrows(IllegalArgumentException.class, () -> new Wish.SplitRegion(SplitBy.HAND, List.of(), 11));
  }

  @Test
  void limitsOfKindsAndStoresHold() {
    cluster.set(Setting.LEADER_OPERATORS_MAX, 1);
    cluster.set(Setting.STORE_ADDING_MAX, 2);
    cluster.set(Setting.STORE_ADDS_PER_MINUTE, 12);
    for (int id = 1; id <= 6; id++) cluster.region(id, 1, 2, 3);
    cluster.add(1, OperatorKind.LEADER, new Wish.MoveLeader(2));
    refused(Reason.OPERATOR_LIMIT, 2, OperatorKind.LEADER, new Wish.MoveLeader(2));
    for (int id = 2; id <= 3; id++) cluster.add(id, OperatorKind.REGION, new Wish.ReplaceReplica(1, 4, false));
    refused(Reason.ADDING_LIMIT, 4, OperatorKind.REGION, new Wish.ReplaceReplica(1, 4, false));
    cluster.set(Setting.STORE_ADDING_MAX, 100);
    refused(Reason.ADD_RATE, 4, OperatorKind.REGION, new Wish.ReplaceReplica(1, 4, false));
    cluster.pass(5_000);
    assertInstanceOf(AddOutcome.Added.class, cluster.add(4, OperatorKind.REGION, new Wish.ReplaceReplica(1, 4, false)));
    cluster.set(Setting.STORE_REMOVES_PER_MINUTE, 0);
    refused(Reason.REMOVE_RATE, 5, OperatorKind.REGION, new Wish.ReplaceReplica(1, 5, false));
    assertInstanceOf(AddOutcome.Added.class, cluster.add(5, OperatorKind.REPLICA, new Wish.ReplaceReplica(1, 5, false)),
        "a repair");
  }

  @Test
  void aStepIsSentAgainAndEndsTheOperatorWhenItTakesTooLong() {
    cluster.region(1, 1, 2, 3);
    Operator operator = added(OperatorKind.LEADER, new Wish.MoveLeader(2));
    assertEquals(new Order(operator.id(), 1, new RegionEpoch(1, 1), 1, new Step.TransferLeader(102)),
        operators.tick(cluster.state.config(), cluster.now).getFirst());
    assertEquals(List.of(), operators.tick(cluster.state.config(), cluster.now + 9_999));
    assertEquals(1, operators.tick(cluster.state.config(), cluster.now + 10_000).size());
    assertEquals(List.of(), operators.tick(cluster.state.config(), cluster.now + 30_001));
    assertEquals(OperatorStatus.TIMED_OUT, operator.status());
    assertEquals(List.of(operator), List.copyOf(operators.history()));
    nothingIsUnderWay();
  }

  @Test
  void aSplitIsDoneWhoeverIsHeardOfFirst() {
    RegionEntry region = cluster.region(1, 1, 2, 3);
    Operator operator = added(OperatorKind.SPLIT, Wish.SplitRegion.at(SplitBy.HAND, List.of(Bytes.utf8("bm"))));
    Step.Split split = assertInstanceOf(Step.Split.class, orderedBy(region));
    assertEquals(List.of(new Step.Part(9001, List.of(9002L, 9003L, 9004L))), split.parts());
    RegionEntry child = cluster.region(2, 1, 2, 3);
    operators.gone(1, child, cluster.now);
    assertEquals(OperatorStatus.REGION_GONE, operator.status(), "not one of its parts");
    Operator again = added(OperatorKind.SPLIT, new Wish.SplitRegion(SplitBy.SIZE, List.of(), 2));
    assertNull(orderedBy(cluster.report(1, new RegionEpoch(2, 1), 101, GOOD, peers(region))));
    assertEquals(OperatorStatus.SUCCEEDED, again.status());
  }

  @Test
  void aMergeHoldsBothRegionsAndEndsWhenTheTargetLiesUponTheSource() {
    cluster.region(1, 1, 2, 3);
    RegionEntry target = cluster.region(2, 1, 2, 3);
    Operator source = added(OperatorKind.MERGE, new Wish.MergeInto(2));
    refused(Reason.REGION_BUSY, 2, OperatorKind.ADMIN, new Wish.MoveLeader(2));
    assertEquals(new Step.MergeInto(2), orderedBy(cluster.regions.get(1)));
    assertNull(orderedBy(target));
    operators.gone(1, target, cluster.now);
    cluster.heard(cluster.report(2, new RegionEpoch(2, 1), 201, GOOD, peers(target)));
    assertEquals(OperatorStatus.SUCCEEDED, source.status());
    assertEquals(0, operators.running().size());
    assertEquals(2, operators.ended(OperatorKind.MERGE, OperatorStatus.SUCCEEDED));
  }

  @Test
  void withoutIdsNothingIsMade() {
    OperatorTable poor = new OperatorTable(cluster.stores, cluster.regions, new IdPool(), store -> store);
    cluster.region(1, 1, 2, 3);
    Proposal move = new Proposal(1, OperatorKind.REGION, new Wish.ReplaceReplica(1, 4, false), "test");
    assertEquals(new AddOutcome.NotAdded(Reason.NO_IDS), poor.add(move, cluster.state.config(), cluster.now));
    poor.ids().offer(50, 1);
    assertInstanceOf(AddOutcome.Added.class, poor.add(move, cluster.state.config(), cluster.now));
    assertEquals(0, poor.ids().left());
  }

  @Test
  void theOrdersBytesArePinned() {
    String head = "01 0000000000000001 0000000000000007 0000000000000002 0000000000000003 0000000000000004";
    pinned(head + "01 000000000000000b 0000000000000005", new Step.AddLearner(11, 5));
    pinned(head + "02 000000000000000b", new Step.Promote(11));
    pinned(head + "03 000000000000000b 000000000000000c", new Step.EnterJoint(11, 12));
    pinned(head + "04", new Step.LeaveJoint());
    pinned(head + "05 000000000000000b", new Step.RemovePeer(11));
    pinned(head + "06 000000000000000b", new Step.TransferLeader(11));
    pinned(head + "07 03 01 01 6b 01 0000000000000009 01 000000000000000a",
        new Step.Split(SplitBy.LOAD, List.of(Bytes.utf8("k")), List.of(new Step.Part(9, List.of(10L)))));
    pinned(head + "08 000000000000000b", new Step.MergeInto(11));
    pinned(head + "09 000000000000000b", new Step.AcceptMerge(11));
    for (String bad : List.of("0a", "07 06 00 00", "04 00", "05 0000")) {
      assertThrows(MalformedBytes.class,
          () -> OrderCodec.decode(HexFormat.of().parseHex((head + bad).replace(" ", ""))), bad);
    }
  }

  private static void pinned(String text, Step step) {
    Order order = new Order(1, 7, new RegionEpoch(2, 3), 4, step);
    byte[] bytes = HexFormat.of().parseHex(text.replace(" ", ""));
    assertArrayEquals(bytes, OrderCodec.encode(order));
    assertEquals(order, OrderCodec.decode(bytes));
  }
}
