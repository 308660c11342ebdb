package io.vertikv.txn.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.txn.region.Lane;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionOperation.Mode;
import io.vertikv.txn.region.RequestId;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutedGatewayTest {
  private static RouteConfig limited(int operationsMax, long windowBytes) {
    return RouteConfig.defaults().withLimits(
        new RouteConfig.Limits(operationsMax, 1000, windowBytes, 100, 100, 4, 1000, 8));
  }

  private static Note[] writes(String... texts) {
    return List.of(texts).stream().map(Note::write).toArray(Note[]::new);
  }

  @Test
  void whatIsLedHereIsRunHere() {
    RouteCluster cluster = RouteCluster.ledBy(1);
    Note[] notes = writes("a", "b");
    cluster.run(notes);
    assertEquals("a at 1 after 0", notes[0].result);
    assertEquals("b at 1 after 1", notes[1].result);
    assertEquals(0, cluster.wire.requests);
  }

  @Test
  void onTheRegionsOwnLoopItIsAPlainCall() {
    RouteCluster cluster = new RouteCluster(true, RouteConfig.defaults());
    cluster.lead(1);
    cluster.time.settle();
    Note[] notes = writes("a");
    cluster.send(notes);
    assertEquals("a at 1 after 0", notes[0].result);
  }

  @Test
  void whatIsLedElsewhereIsRunThereAndLeavesTogether() {
    RouteCluster cluster = RouteCluster.ledBy(3);
    Note read = Note.read("b");
    Note write = Note.write("a");
    cluster.run(write, read);
    assertEquals("a at 3 after 0", write.result);
    assertEquals("b at 3 after 1 read", read.result);
    assertEquals(1, cluster.notebook.seen.size(), "only the write has a name");
    assertFalse(cluster.notebook.seen.getFirst().again());
  }

  @Test
  void aRefusedOperationFollowsTheLeader() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    cluster.leadSecretly(3);
    Note[] notes = writes("a", "b");
    cluster.run(notes);
    assertEquals("a at 3 after 0", notes[0].result);
    assertEquals("b at 3 after 1", notes[1].result);
    assertFalse(cluster.notebook.seen.getFirst().again(), "it certainly was not run at 2");
  }

  @Test
  void leadershipMayComeHomeAndLeaveAgain() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    cluster.leadSecretly(1);
    Note[] notes = writes("a", "b");
    cluster.run(notes[0]);
    cluster.leadSecretly(3);
    cluster.run(notes[1]);
    assertEquals("a at 1 after 0", notes[0].result);
    assertEquals("b at 3 after 1", notes[1].result);
  }

  @Test
  void aLeaderThatComesBackAtOnceDoesNotRunTheSecondBeforeTheFirst() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    cluster.leadSecretly(0);
    Note[] notes = writes("a", "b");
    cluster.replica(2).held = true;
    cluster.run(notes[0]);
    cluster.replica(2).held = false;
    cluster.replica(2).flush();
    cluster.leadSecretly(2);
    cluster.send(notes[1]);
    cluster.time.pass(100);
    assertEquals(List.of("a", "b"), cluster.notebook.lines);
  }

  @Test
  void aLocalLeaderThatComesBackAtOnceDoesNotEither() {
    RouteCluster cluster = RouteCluster.ledBy(1);
    cluster.leadSecretly(0);
    Note[] notes = writes("a", "b");
    cluster.replica(1).held = true;
    cluster.run(notes[0]);
    cluster.send(notes[1]);
    cluster.replica(1).held = false;
    cluster.replica(1).flush();
    cluster.leadSecretly(1);
    cluster.time.pass(100);
    assertEquals(List.of("a", "b"), cluster.notebook.lines);
  }

  @Test
  void aWriteWhoseAnswerWasLostIsAskedForAgainUnderItsName() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    cluster.wire.dumb.add(2L);
    Note[] notes = writes("a");
    cluster.run(notes);
    cluster.wire.cut(2);
    cluster.lead(3);
    cluster.time.pass(100);
    assertEquals("a at 2 after 0", notes[0].result, "what the first leader did");
    assertEquals(List.of("a"), cluster.notebook.lines);
    RequestId first = cluster.notebook.seen.getFirst();
    assertEquals(new RequestId(first.stream(), first.sequence(), true), cluster.notebook.seen.getLast());
  }

  @Test
  void aLocalLeaderThatDoesNotKnowIsAskedAgain() {
    RouteCluster cluster = RouteCluster.ledBy(1);
    cluster.replica(1).loses = true;
    Note[] notes = writes("a");
    cluster.run(notes);
    cluster.lead(2);
    cluster.time.pass(100);
    assertEquals("a at 1 after 0", notes[0].result);
    assertEquals(List.of("a"), cluster.notebook.lines);
  }

  @Test
  void aLeaderThatNeverKnowsIsBelievedInTheEnd() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    cluster.replica(2).failing = new RegionFailure.Unknown("forgotten");
    Note[] notes = writes("a");
    cluster.run(notes);
    cluster.time.pass(200);
    assertInstanceOf(RegionFailure.Unknown.class, notes[0].failure);
  }

  @Test
  void withoutNamesALostWriteStaysUnknown() {
    RouteCluster cluster = RouteCluster.ledBy(2, RouteConfig.defaults().withRequestIds(false));
    cluster.wire.dumb.add(2L);
    Note write = Note.write("a");
    Note read = Note.read("b");
    cluster.run(write, read);
    cluster.wire.dumb.clear();
    cluster.wire.cut(2);
    cluster.time.pass(100);
    assertInstanceOf(RegionFailure.Unknown.class, write.failure);
    assertEquals("b at 2 after 2 read", read.result);
  }

  @Test
  void whatWasCertainlyNotRunIsUnavailableWhenTheTimeIsOver() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    cluster.wire.unreachable.add(2L);
    Note write = Note.write("a");
    cluster.run(write);
    cluster.time.pass(4_900);
    assertFalse(write.over);
    cluster.time.pass(200);
    assertInstanceOf(RegionFailure.Unavailable.class, write.failure);
    assertEquals(List.of(), cluster.notebook.lines);
  }

  @Test
  void whatMayHaveBeenRunIsUnknownWhenTheTimeIsOverButNeverARead() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    cluster.wire.deaf.add(2L);
    Note write = Note.write("a");
    Note read = Note.read("b");
    cluster.run(write, read);
    cluster.wire.cut(2);
    cluster.wire.unreachable.add(2L);
    cluster.time.pass(5_100);
    assertInstanceOf(RegionFailure.Unknown.class, write.failure);
    assertInstanceOf(RegionFailure.Unavailable.class, read.failure);
  }

  @Test
  void aRefusalDoesNotProveThatAnEarlierSendingWasNotRun() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    cluster.wire.deaf.add(2L);
    Note write = Note.write("a");
    cluster.run(write);
    cluster.wire.cut(2);
    cluster.replica(3).failing = new RegionFailure.Busy("full");
    cluster.lead(3);
    cluster.time.pass(100);
    assertInstanceOf(RegionFailure.Unknown.class, write.failure);
  }

  @Test
  void anAnswerThatDoesNotComeIsWaitedForAndThenUnknown() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    cluster.replica(2).held = true;
    Note write = Note.write("a");
    Note read = Note.read("b");
    cluster.run(write, read);
    cluster.time.pass(59_000);
    assertFalse(write.over, "its leader is in reach: it is slow");
    cluster.wire.timeOut(2);
    cluster.time.pass(100);
    assertInstanceOf(RegionFailure.Unknown.class, write.failure);
    assertInstanceOf(RegionFailure.Unavailable.class, read.failure);
  }

  @Test
  void aSlowOperationDoesNotHoldTheAnswersOfOthers() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    cluster.replica(2).slow = "slow";
    Note slow = Note.write("slow");
    Note fast = Note.read("fast");
    cluster.run(slow, fast);
    assertFalse(slow.over);
    assertTrue(fast.over);
  }

  @Test
  void tooManyOperationsAreRefused() {
    RouteCluster cluster = new RouteCluster(false, limited(2, 1000));
    Note[] notes = writes("a", "b", "c");
    cluster.run(notes);
    assertInstanceOf(RegionFailure.Busy.class, notes[2].failure);
    cluster.lead(2);
    cluster.time.pass(100);
    assertEquals(List.of("a", "b"), cluster.notebook.lines);
  }

  @Test
  void tooManyBytesAreRefused() {
    RouteCluster cluster = new RouteCluster(false, limited(100, 1000));
    Note[] notes = new Note[20];
    for (int i = 0; i < notes.length; i++) notes[i] = Note.write("x".repeat(90));
    Note large = Note.write("x".repeat(101));
    cluster.run(notes);
    cluster.run(large);
    assertFalse(notes[9].over);
    assertInstanceOf(RegionFailure.Busy.class, notes[11].failure);
    assertInstanceOf(RegionFailure.TooLarge.class, large.failure);
  }

  @Test
  void whatDoesNotFitTheWindowFollowsWhenThereIsRoom() {
    RouteCluster cluster = RouteCluster.ledBy(2, limited(100, 60));
    Note[] notes = writes("a", "b", "c", "d", "e", "f");
    cluster.send(notes);
    assertEquals(1, cluster.wire.flights);
    assertTrue(cluster.wire.requests < notes.length);
    cluster.time.pass(1000);
    assertEquals(List.of("a", "b", "c", "d", "e", "f"), cluster.notebook.lines);
  }

  @Test
  void theLeaderRefusesMoreThanItCanHold() {
    RouteCluster cluster = RouteCluster.ledBy(2, limited(100, 1000));
    cluster.replica(2).held = true;
    Note[] notes = writes("a", "b", "c", "d", "e");
    cluster.run(notes);
    assertInstanceOf(RegionFailure.Busy.class, notes[4].failure);
    cluster.replica(2).held = false;
    cluster.replica(2).flush();
    cluster.time.settle();
    assertEquals(List.of("a", "b", "c", "d"), cluster.notebook.lines);
    assertEquals(0, cluster.servers.get(2L).underWay());
  }

  @Test
  void whatCannotTravelReadsHereAndWritesOnlyWhereItLeads() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    Note read = Note.bound(Mode.READ, "r");
    Note write = Note.bound(Mode.WRITE, "w");
    cluster.run(read, write);
    assertEquals("r at 1 after 0 read", read.result);
    assertEquals(new RegionFailure.NotLeader(2), write.failure);
    cluster.lead(1);
    cluster.time.settle();
    Note again = Note.bound(Mode.WRITE, "again");
    cluster.run(again);
    assertEquals("again at 1 after 1", again.result);
  }

  @Test
  void whatIsForTheLeaderOnlyIsRefusedElsewhere() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    Note read = Note.bound(Mode.READ, "r");
    cluster.gateway.whereLed().submit(read);
    cluster.gateway.whereLed().flush();
    cluster.time.settle();
    assertEquals(new RegionFailure.NotLeader(2), read.failure);
  }

  @Test
  void aReadOfThisReplicaIsNotOvertakenInItsLane() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    Lane lane = new Lane();
    cluster.replica(1).holdRead("first");
    Note first = Note.anywhere("first", lane);
    Note second = Note.inLane(Mode.WRITE, "second", lane, 1);
    Note third = Note.anywhere("third", lane);
    Note other = Note.write("other");
    cluster.run(first, second, third, other);
    assertTrue(other.over);
    assertFalse(second.over);
    cluster.replica(1).releaseReads();
    cluster.time.settle();
    assertEquals(List.of("other", "first"), cluster.notebook.lines.subList(0, 2));
    assertTrue(second.over && third.over);
  }

  @Test
  void aReadOfThisReplicaTriesAgainWhileNobodyVouchesForIt() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    cluster.replica(1).failing = new RegionFailure.NotLeader(0);
    Note early = Note.anywhere("early", null);
    cluster.run(early);
    cluster.time.pass(100);
    assertFalse(early.over);
    cluster.replica(1).failing = null;
    cluster.time.pass(100);
    assertEquals("early at 1 after 0 read", early.result);
    cluster.replica(1).failing = new RegionFailure.NotLeader(0);
    Note late = Note.anywhere("late", null);
    cluster.run(late);
    cluster.time.pass(5_100);
    assertInstanceOf(RegionFailure.Unavailable.class, late.failure);
  }

  @Test
  void aReadGoesToTheLeaderWhileThisReplicaHasNothingToAnswerItFrom() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    cluster.replica(1).failing = new RegionFailure.Unavailable("the replica is taking a snapshot");
    Note read = Note.anywhere("a", null);
    cluster.run(read);
    assertEquals("a at 2 after 0 read", read.result);
  }

  @Test
  void twoThatSendToOneAnotherDoNotMakeItSpin() {
    RouteCluster cluster = RouteCluster.ledBy(2);
    cluster.replica(2).failing = new RegionFailure.NotLeader(3);
    cluster.replica(3).failing = new RegionFailure.NotLeader(2);
    Note write = Note.write("a");
    cluster.run(write);
    cluster.leadSecretly(2);
    cluster.time.pass(1_000);
    assertTrue(cluster.wire.requests < 200, cluster.wire.requests + " requests");
    cluster.replica(2).failing = null;
    cluster.time.pass(200);
    assertTrue(write.over);
  }
}
