package io.vertikv.placement.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.CommandOutcome;
import io.vertikv.placement.cluster.CommandResult;
import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.cluster.StoreLife;
import io.vertikv.placement.driver.SchedulerStatus;
import io.vertikv.placement.operator.OperatorStatus;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.operator.Step;
import io.vertikv.placement.rule.StoreLabels;
import io.vertikv.placement.topology.StoreState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacementHostTest {
  private static final int DOWN_AFTER_SECONDS = (int) (Setting.DOWN_AFTER_MILLIS.standard() / 1000);
  private static final List<Step> NOTHING = List.of();

  @Test
  void storesRegisterRegionsAreKnownAndItIsSaidWhyNothingIsScheduled() {
    HostedCluster cluster = new HostedCluster(3);
    cluster.seconds(5);
    assertEquals(Set.of(1L, 2L, 3L), cluster.overview().record().stores().keySet());
    assertEquals(cluster.peers, cluster.overview().region(HostedCluster.REGION).orElseThrow().peers());
    assertEquals(0, cluster.overview().gaps());
    assertFalse(cluster.overview().collecting());
    cluster.seconds(30);
    assertEquals(List.of(StoreState.SERVING, StoreState.SERVING, StoreState.SERVING), cluster.states());
    for (SchedulerStatus scheduler : cluster.overview().schedulers()) {
      assertFalse(scheduler.runs(), scheduler.name().label());
      assertTrue(scheduler.reasons().containsKey(Reason.PAUSED), scheduler.name().label());
    }
    assertEquals(NOTHING, cluster.obeyed);
  }

  @Test
  void aStoreThatSaysNothingNewCostsNoEntryOfTheLog() {
    HostedCluster cluster = new HostedCluster(3);
    cluster.seconds(60);
    long before = cluster.node(1).replica.oracle.cluster().stores().size();
    int entries = cluster.entries();
    cluster.node(2).boot();
    cluster.seconds(120);
    assertEquals(before, cluster.overview().stores().size());
    assertEquals(entries, cluster.entries());
  }

  @Test
  void aSilentStoreIsDisconnectedAndComesBack() {
    HostedCluster cluster = new HostedCluster(3);
    cluster.seconds(30);
    cluster.node(3).up = false;
    cluster.seconds(40);
    assertEquals(StoreState.DISCONNECTED, cluster.states().get(2));
    cluster.seconds(DOWN_AFTER_SECONDS);
    assertEquals(StoreState.DOWN, cluster.states().get(2));
    cluster.node(3).up = true;
    cluster.seconds(15);
    assertEquals(StoreState.SERVING, cluster.states().get(2));
    assertEquals(NOTHING, cluster.obeyed, "schedulers are paused");
  }

  @Test
  void reportsGoToTheNextLeaderAndNothingIsMovedByMistake() {
    HostedCluster cluster = new HostedCluster(4);
    cluster.seconds(5);
    for (SchedulerName scheduler : SchedulerName.values()) cluster.switchOn(scheduler);
    cluster.seconds(60);
    cluster.elect(2);
    assertFalse(cluster.node(1).host.leads());
    assertTrue(cluster.overview().region(HostedCluster.REGION).isEmpty(), "a new leader knows no region");
    cluster.seconds(3);
    assertEquals(cluster.peers, cluster.overview().region(HostedCluster.REGION).orElseThrow().peers());
    assertTrue(cluster.overview().stores().stream().allMatch(store -> store.report() != null));
    cluster.elect(1);
    cluster.elect(2);
    cluster.seconds(15);
    assertTrue(cluster.overview().region(HostedCluster.REGION).isPresent(), "the same store in another term");
    cluster.seconds(600);
    assertEquals(NOTHING, cluster.obeyed);
    assertEquals(0, cluster.overview().history().size());
  }

  @Test
  void whenAllAreRestartedNothingIsLostAndNothingMoves() {
    HostedCluster cluster = new HostedCluster(4);
    cluster.seconds(5);
    cluster.switchOn(SchedulerName.REPLICA_REPAIR);
    cluster.command(new ClusterCommand.Configure(0, Map.of(Setting.REPLICAS, 3L, Setting.PATROL_MILLIS, 5000L)));
    cluster.command(new ClusterCommand.DrainStore(2, true));
    cluster.seconds(60);
    var before = cluster.overview().record();
    cluster.restartAll();
    cluster.group.serve(3);
    assertEquals(before, cluster.overview().record());
    cluster.seconds(120);
    assertEquals(before.stores(), cluster.overview().record().stores());
    assertEquals(before.config(), cluster.overview().record().config());
    assertEquals(NOTHING, cluster.obeyed);
  }

  @Test
  void aSpareStoreGetsNothingWhileAllAreWellAndTheReplicaOfOneThatIsDownForLong() {
    HostedCluster cluster = new HostedCluster(4);
    cluster.seconds(5);
    for (SchedulerName scheduler : List.of(SchedulerName.REPLICA_REPAIR, SchedulerName.BALANCE_LEADERS))
      cluster.switchOn(scheduler);
    cluster.seconds(300);
    assertEquals(NOTHING, cluster.obeyed, "three are healthy");
    cluster.node(3).up = false;
    cluster.seconds(DOWN_AFTER_SECONDS - 30);
    assertEquals(NOTHING, cluster.obeyed, "it is given time");
    cluster.seconds(120);
    assertEquals(List.of(1L, 2L, 4L), cluster.stores());
    assertEquals(OperatorStatus.SUCCEEDED, cluster.overview().history().iterator().next().status());
    int steps = cluster.obeyed.size();
    cluster.node(3).up = true;
    cluster.seconds(300);
    assertEquals(List.of(1L, 2L, 4L), cluster.stores());
    assertEquals(steps, cluster.obeyed.size(), "it came back as a spare one");
  }

  @Test
  void aReplicaOfTheLeadersStoreIsReplacedAfterTheNextOneLeads() {
    HostedCluster cluster = new HostedCluster(4);
    cluster.seconds(30);
    cluster.switchOn(SchedulerName.REPLICA_REPAIR);
    cluster.seconds(5);
    cluster.command(new ClusterCommand.ChangeLife(1, StoreLife.REMOVING));
    cluster.seconds(120);
    assertEquals(List.of(2L, 3L, 4L), cluster.stores());
    assertTrue(cluster.leads != 1);
    assertEquals(StoreLife.REMOVED, cluster.overview().record().stores().get(1L).life());
  }

  @Test
  void whatWasTakenAwayByHandIsNotGivenBack() {
    HostedCluster cluster = new HostedCluster(3);
    cluster.seconds(30);
    cluster.switchOn(SchedulerName.REPLICA_REPAIR);
    assertEquals(new CommandOutcome.Decided(new CommandResult.Done()),
        cluster.command(new ClusterCommand.ExpelStore(3)), "though two are left");
    cluster.peers = cluster.peers.without(HostedCluster.peerOn(HostedCluster.REGION, 3));
    cluster.seconds(300);
    assertEquals(NOTHING, cluster.obeyed);
    assertEquals(List.of(1L, 2L), cluster.stores());
    assertEquals(StoreState.REMOVED, cluster.states().get(2));
  }

  @Test
  void anOrderForARegionThatIsLedElsewhereIsNotObeyed() {
    HostedCluster cluster = new HostedCluster(4);
    cluster.seconds(30);
    cluster.switchOn(SchedulerName.REPLICA_REPAIR);
    cluster.command(new ClusterCommand.ChangeLife(3, StoreLife.REMOVING));
    cluster.leads = 2;
    cluster.seconds(120);
    assertEquals(List.of(1L, 2L, 4L), cluster.stores());
    assertEquals(2, cluster.leads);
  }

  @Test
  void aStoreWithTheAddressOfAnotherIsRefusedNowAndThenAndTakenOnceTheOtherIsExpelled() {
    HostedCluster cluster = new HostedCluster(4);
    cluster.node(4).up = false;
    cluster.seconds(30);
    var third = cluster.overview().record().stores().get(3L);
    cluster.node(3).up = false;
    cluster.node(4).address = third.addresses();
    cluster.node(4).boot();
    cluster.node(4).up = true;
    int before = cluster.entries();
    cluster.seconds(30);
    assertFalse(cluster.overview().record().stores().containsKey(4L));
    assertTrue(cluster.entries() - before <= 4, "each refusal costs an entry");
    cluster.command(new ClusterCommand.ExpelStore(3));
    cluster.seconds(15);
    assertTrue(cluster.overview().record().stores().containsKey(4L));
  }

  @Test
  void labelsThatAStoreDoesNotCareAboutStayAsTheyWereSet() {
    HostedCluster cluster = new HostedCluster(3);
    cluster.seconds(5);
    var record = cluster.overview().record().stores().get(2L);
    StoreLabels zone = StoreLabels.of("zone", "a");
    cluster.command(new ClusterCommand.PutStore(2, record.addresses(), zone));
    cluster.node(2).boot();
    cluster.seconds(5);
    assertEquals(zone, cluster.overview().record().stores().get(2L).labels());
  }

  @Test
  void aQuestionIsAnsweredWhereTheGroupIsLed() {
    HostedCluster cluster = new HostedCluster(4);
    cluster.elect(3);
    List<PlacementAnswer> said = new ArrayList<>();
    for (int store = 1; store <= 4; store++)
      cluster.node(store).client.ask(new PlacementRequest.Question("hello"), 1000, said::add);
    cluster.seconds(1);
    PlacementAnswer expected = new PlacementAnswer.Told("hello from store 3");
    assertEquals(List.of(expected, expected, expected, expected), said);
    cluster.node(3).up = false;
    cluster.node(1).client.ask(new PlacementRequest.Question("hello"), 1000, said::add);
    cluster.seconds(1);
    assertTrue(said.getLast() instanceof PlacementAnswer.NotNow, said.getLast().toString());
  }
}
