package io.vertikv.tools.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.tools.cluster.ClusterMessage.Announcement;
import io.vertikv.tools.cluster.ClusterMessage.Proposal;
import io.vertikv.tools.cluster.ClusterMessage.Release;
import io.vertikv.tools.cluster.Standing.Formed;
import io.vertikv.tools.cluster.Standing.Reserved;
import io.vertikv.tools.cluster.Standing.Unformed;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FormationTest {
  private static final int SEEDS = 300;
  private static final StoreAddress A = new StoreAddress("a", 1);
  private static final StoreAddress B = new StoreAddress("b", 1);
  private static final StoreAddress C = new StoreAddress("c", 1);
  private static final Founder FIRST = new Founder(10, B);
  private static final Founder SECOND = new Founder(20, A);
  private static final Terms TWO = new Terms("test", Set.of(A, B), 2);

  @Test
  void listedFoundersAndLaterOnesMakeOneClusterThroughAnyFault() {
    int formedUnderFaults = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      int founders = 1 + (int) (seed % 4);
      if (everybodyEndsUpInOneCluster(new FormationWorld(seed, founders + (int) (seed % 3), founders, true), seed))
        formedUnderFaults++;
    }
    assertTrue(formedUnderFaults > SEEDS / 10 && formedUnderFaults < SEEDS, "faults do not bite: " + formedUnderFaults);
  }

  @Test
  void anyFoundersOfWhichMostAreNeededMakeOneCluster() {
    for (long seed = 0; seed < SEEDS; seed++)
      everybodyEndsUpInOneCluster(new FormationWorld(seed, 5, 3, false), seed);
  }

  /** True when that had happened before the faults ended. */
  private static boolean everybodyEndsUpInOneCluster(FormationWorld world, long seed) {
    try {
      world.run(1_000);
      boolean early = world.allFormed();
      world.heal();
      for (int i = 0; i < 40 && !world.allFormed(); i++) world.run(1_000);
      assertTrue(world.allFormed(), () -> "not everybody belongs to a cluster" + world.report());
      world.checkStoreIds();
      return early;
    } catch (AssertionError failed) {
      throw new AssertionError("seed " + seed, failed);
    }
  }

  @Test
  void theSmallestNodeProposesWhenAllFoundersAreThereAndCommitsWhenAllHavePromised() {
    Formation first = formation(FIRST, new Unformed());
    assertEquals(Optional.empty(), first.tick().persist());
    assertEquals("waiting for a:1, b:1, seen so far: b:1", first.hindrance());
    first.on(announced(SECOND, new Unformed()));
    Step proposed = first.tick();
    Manifest manifest = assertInstanceOf(Reserved.class, proposed.persist().orElseThrow()).manifest();
    assertTrue(proposed.send().contains(new Proposal(manifest)));
    assertEquals("1 = a:1, 2 = b:1", manifest.text());
    Step committed = first.on(announced(SECOND, new Reserved(manifest)));
    assertEquals(Optional.of(new Formed(2, manifest)), committed.persist());
  }

  @Test
  void aReservationIsPersistedBeforeItIsAnnouncedAndStandsAgainstOthers() {
    Manifest manifest = Manifest.of(77, FIRST.nodeId(), List.of(FIRST, SECOND));
    Formation second = formation(SECOND, new Unformed());
    Step reserved = second.on(new Proposal(manifest));
    assertEquals(Optional.of(new Reserved(manifest)), reserved.persist());
    assertEquals(new Reserved(manifest), ((Announcement) reserved.send().getFirst()).standing());
    Manifest other = Manifest.of(78, FIRST.nodeId(), List.of(FIRST, SECOND));
    assertEquals(Step.NOTHING, second.on(new Proposal(other)));
    assertEquals(Step.NOTHING, second.on(new Release(SECOND.nodeId(), 78)));
    assertEquals(Optional.of(new Unformed()), second.on(new Release(SECOND.nodeId(), 77)).persist());
    assertEquals(Optional.of(new Reserved(other)), second.on(new Proposal(other)).persist());
  }

  @Test
  void aFounderCommitsWhenItHearsOfAnybodyWhoHas() {
    Manifest manifest = Manifest.of(77, FIRST.nodeId(), List.of(FIRST, SECOND));
    Formation second = formation(SECOND, new Reserved(manifest));
    Step step = second.on(announced(FIRST, new Formed(2, manifest)));
    assertEquals(Optional.of(new Formed(1, manifest)), step.persist());
  }

  @Test
  void aProposerThatIsGoneIsNamedWithWhatToDo() {
    Formation second = formation(SECOND, new Reserved(Manifest.of(77, FIRST.nodeId(), List.of(FIRST, SECOND))));
    for (int i = 0; i < 60; i++) second.tick();
    assertEquals(
        "the node that proposed the cluster test is not there: b:1 of 1 = a:1, 2 = b:1. Start it. If it is lost "
            + "for good and none of the others has formed a cluster, remove the file CLUSTER from the data folders of all of "
            + "them and start them again",
        second.hindrance());
  }

  @Test
  void foundersThatAreConfiguredOtherwiseAreNotPromisedTo() {
    Formation second = formation(SECOND, new Unformed());
    Manifest manifest = Manifest.of(77, FIRST.nodeId(), List.of(FIRST, SECOND, new Founder(30, C)));
    assertEquals(Step.NOTHING, second.on(new Proposal(manifest)));
    assertEquals(
        "the founders proposed are 1 = a:1, 2 = b:1, 3 = c:1, but this node is configured for a:1, b:1: join and "
            + "founders must be the same on all of them",
        second.hindrance());
  }

  @Test
  void twoClustersOfOneNameAreJoinedByNobodyAndKeepApart() {
    Manifest one = Manifest.of(1, FIRST.nodeId(), List.of(FIRST));
    Manifest other = Manifest.of(2, SECOND.nodeId(), List.of(SECOND));
    Formation third = formation(new Founder(30, C), new Unformed());
    third.on(announced(FIRST, new Formed(1, one)));
    third.on(announced(SECOND, new Formed(1, other)));
    for (int i = 0; i < 10; i++) assertEquals(Optional.empty(), third.tick().persist());
    assertTrue(third.hindrance().startsWith("there are 2 clusters named test, 0000000000000001 and 0000000000000002"));
    Formation first = formation(FIRST, new Formed(1, one));
    first.on(announced(SECOND, new Formed(1, other)));
    assertEquals(new Formed(1, one), first.standing());
    assertTrue(first.hindrance().startsWith("a:1 belongs to another cluster that is also named test"));
  }

  @Test
  void aFounderWhoseDiskWasPutBackToBeforeItsPromiseDoesNotComeBackAsTheSameStore() {
    Manifest manifest = Manifest.of(77, FIRST.nodeId(), List.of(FIRST, SECOND));
    Formation second = formation(SECOND, new Unformed());
    second.on(announced(FIRST, new Formed(2, manifest)));
    for (int i = 0; i < 10; i++) assertTrue(second.tick().send().stream().allMatch(Announcement.class::isInstance));
    assertTrue(second.hindrance().contains("its data folder is from before that"), second.hindrance());
  }

  private static Formation formation(Founder self, Standing standing) {
    return new Formation(TWO, self, 1, standing, new Random(1));
  }

  private static Announcement announced(Founder node, Standing standing) {
    return new Announcement(node.nodeId(), 1, 1, node.address(), standing, Optional.empty());
  }
}
