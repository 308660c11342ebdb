package io.vertikv.txn.region;

import static io.vertikv.txn.region.TestOperation.bytes;
import static io.vertikv.txn.region.TestOperation.get;
import static io.vertikv.txn.region.TestOperation.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.raft.membership.PeerChange;
import io.vertikv.raft.message.AppendAccepted;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.Family;
import io.vertikv.store.group.CreatePeer;
import io.vertikv.store.group.CreatePeerAnswer;
import io.vertikv.store.group.GroupRecord;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.region.RegionRecord;
import io.vertikv.store.rpc.RequestKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores are given replicas of regions and lose them, while they run and while they die. */
class ReplicasComeAndGoTest {
  private static final long REGION = PeerStores.REGION;
  private static final long CHILD = 10;
  private static final Map<Long, Long> CHILDS_PEERS = Map.of(1L, 11L, 2L, 12L, 3L, 13L);
  private static final long NEW_STORE = 4;
  private static final KeyRange LEFT = new KeyRange(bytes(""), bytes("m"));
  private static final KeyRange RIGHT = new KeyRange(bytes("m"), bytes(""));

  @TempDir
  Path folder;
  private PeerStores stores;
  private PeerStore fourth;

  @BeforeEach
  void elect() throws IOException {
    stores = new PeerStores(folder);
    fourth = stores.store(NEW_STORE);
    stores.lead(REGION, 1);
    stores.run(REGION, put("a", "left"));
    stores.run(REGION, put("z", "right"));
  }

  private static CreatePeer wish(long region, long peer, KeyRange range) {
    return new CreatePeer(region, peer, new RegionRecord(range, RegionEpoch.FIRST));
  }

  private CreatePeerAnswer ask(PeerStore store, CreatePeer wish) {
    List<CreatePeerAnswer> said = new ArrayList<>();
    store.housing().create(wish, said::add);
    stores.loop.until(() -> !said.isEmpty());
    return said.getFirst();
  }

  private static void assertRefused(String part, CreatePeerAnswer answer) {
    String why = assertInstanceOf(CreatePeerAnswer.Refused.class, answer).reason();
    assertTrue(why.contains(part), why);
  }

  private void split() { stores.split(REGION, CHILD, "m", CHILDS_PEERS); }

  // ---- the way it is meant

  @Test
  void aStoreIsGivenAReplicaLosesItAndIsGivenAnother() {
    for (long peer = 50; peer < 54; peer++) {
      stores.add(REGION, peer, NEW_STORE);
      assertEquals("left", stores.readHere(REGION, NEW_STORE, "a"));
      stores.remove(REGION, peer);
      stores.awaitGone(REGION, NEW_STORE);
      assertEquals(List.of(), fourth.keys(Family.WRITE));
      assertEquals(List.of(), fourth.keys(Family.HISTORY));
      assertTrue(RegionHost.found(fourth.engine).isEmpty());
    }
  }

  @Test
  void aFounderThatWasRemovedComesBackAsAnotherPeer() {
    stores.add(REGION, 50, NEW_STORE);
    stores.remove(REGION, 3);
    stores.awaitGone(REGION, 3);
    stores.add(REGION, 40, 3);
    stores.remove(REGION, 1);
    stores.remove(REGION, 2);
    stores.run(REGION, put("b", "on 3 and 4"));
    assertEquals("left", stores.run(REGION, get("a")).result);
  }

  @Test
  void oneRegionComesAndGoesAndTheOthersOfTheStoreAreServed() {
    split();
    stores.add(CHILD, 50, NEW_STORE);
    stores.remove(CHILD, 13);
    stores.awaitGone(CHILD, 3);
    assertEquals(List.of("a"), stores.store(3).keys(Family.WRITE));
    assertEquals("left", stores.readHere(REGION, 3, "a"));
    assertEquals(List.of("z"), fourth.keys(Family.WRITE));
    stores.add(CHILD, 60, 3);
    assertEquals("right", stores.readHere(CHILD, 3, "z"));
    assertEquals("left", stores.readHere(REGION, 3, "a"));
  }

  @Test
  void aReplicaIsMadeFromASnapshotEvenWhereTheLogStillHoldsEverything() {
    split();
    stores.add(REGION, 50, NEW_STORE);
    assertEquals(List.of("a"), fourth.keys(Family.WRITE));
    assertNull(fourth.replica(CHILD));
    assertEquals(LEFT, fourth.replica(REGION).region().range());
  }

  @Test
  void whereAPeerLivedIsForgottenOnceItsStoreKnowsThatItHasLeft() {
    stores.add(REGION, 50, NEW_STORE);
    stores.cutOff(NEW_STORE);
    stores.remove(REGION, 50);
    stores.loop.elapse(6_000);
    assertEquals(Map.of(50L, NEW_STORE), stores.leader(REGION).group().departed());
    stores.heal();
    stores.awaitGone(REGION, NEW_STORE);
    stores.loop.until(() -> stores.leader(REGION).group().departed().isEmpty());
    stores.add(REGION, 51, NEW_STORE);
    for (PeerStore store : stores.all()) {
      stores.loop.until(() -> store.replica(REGION).group().membership().isVoter(51));
      stores.loop.elapse(100);
      assertEquals(List.of(1L, 2L, 3L, 51L),
          List.copyOf(GroupRecord.addresses(store.engine, REGION).orElseThrow().storeOfPeer().keySet()));
    }
  }

  // ---- what an empty replica is

  @Test
  void anEmptyReplicaNeverCampaignsAnswersNobodyAndSurvivesARestart() throws IOException {
    assertInstanceOf(CreatePeerAnswer.Empty.class, ask(fourth, wish(77, 700, LEFT)));
    for (int i = 0; i < 2; i++) {
      RaftGroup group = fourth.replica(77).group();
      stores.loop.elapse(5_000);
      assertTrue(group.isEmpty());
      assertEquals(700, group.peer());
      assertEquals(0, group.term());
      assertEquals("unavailable", stores.readHere(77, NEW_STORE, "a"));
      assertEquals(LEFT, fourth.replica(77).region().range());
      assertInstanceOf(CreatePeerAnswer.Empty.class, ask(fourth, wish(77, 700, LEFT)));
      fourth.crash();
      fourth.start();
    }
  }

  @Test
  void aRangeIsGivenToOneReplicaOnly() {
    assertInstanceOf(CreatePeerAnswer.Empty.class, ask(fourth, wish(77, 700, LEFT)));
    assertRefused("region 77 has", ask(fourth, wish(78, 701, KeyRange.ALL)));
    assertRefused("peer 700 of the region is here", ask(fourth, wish(77, 702, LEFT)));
    assertInstanceOf(CreatePeerAnswer.Empty.class, ask(fourth, wish(78, 701, RIGHT)));
    assertRefused("region 2 has", ask(stores.store(1), wish(77, 700, LEFT)));
    assertInstanceOf(CreatePeerAnswer.Settled.class, ask(stores.store(1), wish(REGION, 1, KeyRange.ALL)));
  }

  @Test
  void twoThatAreWantedAtOnceDoNotGetTheSameRange() {
    List<CreatePeerAnswer> said = new ArrayList<>();
    fourth.housing().create(wish(77, 700, KeyRange.ALL), said::add);
    fourth.housing().create(wish(78, 701, RIGHT), said::add);
    fourth.housing().create(wish(77, 700, KeyRange.ALL), said::add);
    stores.loop.until(() -> said.size() == 3);
    assertEquals(2, said.stream().filter(CreatePeerAnswer.Refused.class::isInstance).count());
    assertEquals(1, RegionHost.found(fourth.engine).size());
  }

  @Test
  void whatAnOlderReplicaLeftInTheRangeIsGoneWhenOneIsMadeThere() {
    EngineBatch batch = new EngineBatch();
    batch.put(Family.WRITE, bytes("b"), bytes("an orphan"));
    batch.put(Family.WRITE, bytes("x"), bytes("beyond"));
    fourth.engine.write(batch);
    ask(fourth, wish(77, 700, LEFT));
    assertEquals(List.of("x"), fourth.keys(Family.WRITE));
  }

  @Test
  void aSnapshotThatReachesBeyondTheReservedRangeIsRefusedUntilItFits() {
    ask(fourth, wish(REGION, 50, LEFT));
    stores.join(REGION, 50, NEW_STORE);
    stores.loop.elapse(5_000);
    assertTrue(fourth.replica(REGION).group().isEmpty());
    assertEquals(List.of(), fourth.keys(Family.WRITE));
    stores.split(REGION, CHILD, "m", Map.of(1L, 11L, 2L, 12L, 3L, 13L, 50L, 14L));
    stores.awaitSettled(REGION, 50, NEW_STORE);
    stores.awaitSettled(CHILD, 14, NEW_STORE);
    assertEquals("left", stores.readHere(REGION, NEW_STORE, "a"));
    assertEquals("right", stores.readHere(CHILD, NEW_STORE, "z"));
  }

  // ---- a store that missed a split

  @Test
  void aStoreThatMissedASplitGetsTheChildOnceTheParentHasGivenUpItsRange() {
    stores.cutOff(3);
    split();
    stores.run(CHILD, put("y", "new"));
    for (long store = 1; store <= 2; store++) stores.store(store).compact(REGION);
    stores.heal();
    stores.awaitSettled(CHILD, 13, 3);
    assertEquals(LEFT, stores.store(3).replica(REGION).region().range());
    stores.loop.until(() -> "new".equals(stores.readHere(CHILD, 3, "y")));
    assertEquals("left", stores.readHere(REGION, 3, "a"));
    assertEquals(List.of("a", "y", "z"), stores.store(3).keys(Family.WRITE));
  }

  /** Two of the child's three peers are left, and one of them is yet to be made, which nobody leads who could ask for it. */
  @Test
  void aChildIsServedAlthoughItsLeaderDiesBeforeItsPeerOnAStoreThatMissedTheSplitIsThere() {
    stores.cutOff(3);
    split();
    stores.lead(CHILD, 11);
    stores.run(CHILD, put("y", "new"));
    stores.store(2).compact(REGION);
    stores.store(1).crash();
    stores.heal();
    assertEquals("new", stores.run(CHILD, get("y")).result);
    stores.awaitSettled(CHILD, 13, 3);
    stores.loop.until(() -> "new".equals(stores.readHere(CHILD, 3, "y")));
    assertEquals(List.of("a", "y", "z"), stores.store(3).keys(Family.WRITE));
  }

  @Test
  void whatTheParentGaveUpInASplitThatItMissedIsErased() {
    stores.cutOff(3);
    split();
    for (long store = 1; store <= 2; store++) stores.store(store).compact(REGION);
    stores.remove(CHILD, 13);
    stores.heal();
    stores.loop.until(() -> LEFT.equals(stores.store(3).replica(REGION).region().range()));
    stores.loop.elapse(3_000);
    assertEquals(List.of("a"), stores.store(3).keys(Family.WRITE));
    assertNull(stores.store(3).replica(CHILD));
  }

  @Test
  void aChildWhosePeerWasRemovedBeforeItsStoreKnewOfTheSplitIsBuriedAtBirth() {
    stores.holdsMessages = message -> message.group() == REGION && message.toPeer() == 3;
    split();
    stores.remove(CHILD, 13);
    stores.loop.until(() -> stores.store(3).tombstones().has(CHILD, 13));
    assertNull(stores.store(3).replica(CHILD));
    stores.release(1);
    stores.loop.until(() -> LEFT.equals(stores.store(3).replica(REGION).region().range()));
    stores.loop.elapse(100);
    stores.awaitGone(CHILD, 3);
    assertEquals(List.of("a"), stores.store(3).keys(Family.WRITE));
  }

  // ---- late, twice and for somebody else

  @Test
  void aRequestThatComesAfterItsPeerWasRemovedMakesNothing() {
    stores.holdsRequests = kind -> kind == RequestKind.CREATE_PEER;
    stores.join(REGION, 50, NEW_STORE);
    stores.loop.until(() -> stores.held() > 0);
    stores.remove(REGION, 50);
    stores.loop.until(() -> fourth.tombstones().has(REGION, 50));
    stores.release(2);
    stores.loop.elapse(5_000);
    assertNull(fourth.replica(REGION));
    assertTrue(RegionHost.found(fourth.engine).isEmpty());
    stores.add(REGION, 51, NEW_STORE);
  }

  @Test
  void aRequestThatComesTwiceMakesOneReplica() {
    stores.holdsRequests = kind -> kind == RequestKind.CREATE_PEER;
    stores.join(REGION, 50, NEW_STORE);
    stores.loop.until(() -> stores.held() > 0);
    stores.release(3);
    stores.awaitSettled(REGION, 50, NEW_STORE);
  }

  @Test
  void aSnapshotThatComesAfterItsPeerWasRemovedIsRefused() {
    stores.holdsRequests = kind -> kind == RequestKind.SNAPSHOT;
    stores.join(REGION, 50, NEW_STORE);
    stores.loop.until(() -> stores.held() > 0);
    assertTrue(fourth.replica(REGION).group().isEmpty());
    stores.remove(REGION, 50);
    stores.awaitGone(REGION, NEW_STORE);
    stores.join(REGION, 51, NEW_STORE);
    stores.loop.until(() -> fourth.replica(REGION) != null);
    stores.release(2);
    stores.awaitSettled(REGION, 51, NEW_STORE);
    assertEquals("left", stores.readHere(REGION, NEW_STORE, "a"));
  }

  @Test
  void messagesForAnEarlierPeerOfTheStoreAreForNobody() {
    stores.add(REGION, 50, NEW_STORE);
    stores.holdsMessages = message -> message.toPeer() == 50;
    stores.run(REGION, put("b", "1"));
    stores.loop.elapse(200);
    assertTrue(stores.held() > 0);
    stores.remove(REGION, 50);
    stores.awaitGone(REGION, NEW_STORE);
    stores.join(REGION, 51, NEW_STORE);
    stores.awaitSettled(REGION, 51, NEW_STORE);
    long index = fourth.replica(REGION).group().commitIndex();
    stores.release(1);
    stores.loop.elapse(100);
    assertTrue(fourth.replica(REGION).group().commitIndex() >= index);
    assertEquals(51, fourth.replica(REGION).group().peer());
    assertEquals("1", stores.readHere(REGION, NEW_STORE, "b"));
  }

  @Test
  void aReplicaIsRemovedWhileItsSnapshotIsBeingPutInPlace() {
    for (int turns = 0; turns < 40; turns++) {
      long peer = 50 + turns;
      stores.join(REGION, peer, NEW_STORE);
      stores.loop.until(() -> fourth.replica(REGION) != null && fourth.replica(REGION).group().restoring());
      stores.loop.turns(turns);
      fourth.burial().bury(fourth.replica(REGION), () -> {});
      stores.remove(REGION, peer);
      stores.awaitGone(REGION, NEW_STORE);
      assertEquals(List.of(), fourth.keys(Family.WRITE));
    }
  }

  @Test
  void aPeerThatNobodyCommittedIsNotCreated() {
    RaftGroup old = stores.leader(REGION).group();
    stores.cutOff(old.peer());
    old.proposeMembership(List.of(new PeerChange.AddLearner(50)), old.addresses().with(50, NEW_STORE));
    stores.loop.elapse(300);
    assertFalse(old.hasJoined(50));
    assertTrue(old.membership().contains(50));
    stores.loop.until(() -> !old.leads());
    stores.heal();
    stores.run(REGION, put("b", "1"));
    stores.loop.elapse(3_000);
    assertNull(fourth.replica(REGION));
  }

  // ---- crashes

  @Test
  void aStoreDiesAtEveryStepOfGettingAReplica() throws IOException {
    for (int turns = 0; turns < 120; turns += 3) {
      long peer = 1000 + turns;
      stores.join(REGION, peer, NEW_STORE);
      stores.loop.elapse(900);
      stores.loop.turns(turns);
      fourth.crash();
      fourth.start();
      stores.awaitSettled(REGION, peer, NEW_STORE);
      assertEquals("left", stores.readHere(REGION, NEW_STORE, "a"), "turns " + turns);
      stores.remove(REGION, peer);
      stores.awaitGone(REGION, NEW_STORE);
    }
  }

  @Test
  void aStoreDiesAtEveryStepOfLosingAReplica() throws IOException {
    split();
    stores.add(REGION, 50, NEW_STORE);
    for (int turns = 0; turns < 40; turns++) {
      long peer = 1000 + turns;
      stores.join(CHILD, peer, NEW_STORE);
      stores.awaitSettled(CHILD, peer, NEW_STORE);
      boolean[] noted = new boolean[1];
      stores.remove(CHILD, peer);
      if (fourth.replica(CHILD) != null) fourth.burial().bury(fourth.replica(CHILD), () -> noted[0] = true);
      stores.loop.turns(turns);
      boolean promised = noted[0];
      fourth.crash();
      fourth.start();
      if (promised) assertTrue(fourth.tombstones().has(CHILD, peer), "turns " + turns);
      stores.loop.until(() -> fourth.tombstones().has(CHILD, peer));
      stores.awaitGone(CHILD, NEW_STORE);
      assertEquals(List.of("a"), fourth.keys(Family.WRITE), "turns " + turns);
      assertEquals("left", stores.readHere(REGION, NEW_STORE, "a"));
    }
  }

  @Test
  void aRangeThatAnotherReplicaHasByNowSurvivesTheRestartOfAStoreThatWasRemovedThere() throws IOException {
    split();
    stores.add(CHILD, 50, NEW_STORE);
    stores.remove(CHILD, 50);
    stores.awaitGone(CHILD, NEW_STORE);
    stores.add(CHILD, 51, NEW_STORE);
    for (int i = 0; i < 2; i++) {
      fourth.crash();
      fourth.start();
      assertEquals(51, fourth.replica(CHILD).group().peer());
      stores.loop.elapse(2_000);
      assertEquals("right", stores.readHere(CHILD, NEW_STORE, "z"));
    }
  }

  @Test
  void aNewPeerIsCreatedAlthoughItsLeaderDiesBeforeItWas() throws IOException {
    stores.holdsRequests = kind -> kind == RequestKind.CREATE_PEER;
    stores.join(REGION, 50, NEW_STORE);
    stores.loop.until(() -> stores.held() > 0);
    stores.store(1).crash();
    stores.holdsRequests = kind -> false;
    stores.awaitSettled(REGION, 50, NEW_STORE);
  }

  @Test
  void aNewPeerIsCreatedAlthoughAllStoresDieWithTheMembershipInTheirLogsOnly() throws IOException {
    stores.holdsRequests = kind -> kind == RequestKind.CREATE_PEER;
    stores.join(REGION, 50, NEW_STORE);
    stores.loop.until(() -> stores.held() > 0);
    for (PeerStore store : stores.all()) store.crash();
    stores.holdsRequests = kind -> false;
    for (PeerStore store : stores.all()) store.start();
    stores.awaitSettled(REGION, 50, NEW_STORE);
    stores.remove(REGION, 50);
    stores.awaitGone(REGION, NEW_STORE);
  }

  @Test
  void aPeerThatHasLeftIsToldAlthoughAllStoresDieWithTheMembershipInTheirLogsOnly() throws IOException {
    stores.add(REGION, 50, NEW_STORE);
    stores.cutOff(NEW_STORE);
    stores.remove(REGION, 50);
    stores.loop.elapse(100);
    for (PeerStore store : stores.all()) store.crash();
    stores.heal();
    for (PeerStore store : stores.all()) store.start();
    stores.awaitGone(REGION, NEW_STORE);
  }

  @Test
  void aLeaderThatWasRestartedKnowsWhereThePeersLiveThatOnlyItsLogTellsOf() throws IOException {
    stores.holdsMessages = message -> message.message() instanceof AppendAccepted;
    stores.join(REGION, 50, NEW_STORE);
    stores.loop.elapse(20);
    for (PeerStore store : stores.all()) store.crash();
    stores.holdsMessages = message -> false;
    for (long store = 1; store <= 3; store++) stores.store(store).start();
    assertEquals(NEW_STORE, stores.leader(REGION).group().addresses().storeOf(50));
  }

  @Test
  void aSplitThatACrashTookOutOfTheEngineIsAppliedAgainAlthoughItsParentIsSentASnapshot() throws IOException {
    split();
    stores.lead(CHILD, 11);
    stores.run(CHILD, put("y", "of the child"));
    stores.loop.elapse(200);
    stores.store(3).crash();
    assertTrue(RegionRecord.read(stores.store(3).engine, CHILD).isEmpty());
    stores.lead(REGION, 2);
    stores.run(REGION, put("b", "1"));
    stores.store(1).compact(REGION);
    stores.store(2).compact(REGION);
    stores.store(3).start();
    stores.awaitSettled(CHILD, 13, 3);
    stores.loop.elapse(2_000);
    assertEquals("1", stores.readHere(REGION, 3, "b"));
    assertEquals("of the child", stores.readHere(CHILD, 3, "y"));
  }

  @Test
  void aReplicaIsDestroyedAlsoWhenTheDiskOfItsLogWasFullMeanwhile() {
    stores.add(REGION, 50, NEW_STORE);
    fourth.logFull(true);
    for (int i = 0; i < 40; i++) stores.run(REGION, put("b", "x".repeat(100_000)));
    stores.remove(REGION, 50);
    stores.loop.until(() -> fourth.replica(REGION).group().isRetired());
    stores.loop.elapse(1_000);
    fourth.logFull(false);
    stores.awaitGone(REGION, NEW_STORE);
    assertEquals(List.of(), fourth.keys(Family.WRITE));
  }
}
