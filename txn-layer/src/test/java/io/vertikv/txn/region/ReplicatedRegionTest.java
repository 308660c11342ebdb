package io.vertikv.txn.region;

import static io.vertikv.txn.region.TestOperation.bytes;
import static io.vertikv.txn.region.TestOperation.get;
import static io.vertikv.txn.region.TestOperation.increment;
import static io.vertikv.txn.region.TestOperation.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.raft.message.AppendAccepted;
import io.vertikv.raft.message.AppendRequest;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.region.RegionOperation.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A region with three voters: what its replicas owe each other and those who ask. */
class ReplicatedRegionTest {
  /** The lease is over; the leader has not noticed that nobody answers. */
  private static final long FIVE_SECONDS_NANOS = 5_000_000_000L;
  private static final long LEASE_OVER_MILLIS = 950;
  /** A heartbeat has told the followers what is committed. */
  private static final long EVERYBODY_KNOWS_MILLIS = 150;
  private static final long STREAM = 77;

  @TempDir
  Path folder;
  private Replicas replicas;
  private Replica leader;

  @BeforeEach
  void elect() throws IOException {
    replicas = new Replicas(folder);
    leader = replicas.leader();
    leader.run(put("a", "old"));
    replicas.loop.elapse(EVERYBODY_KNOWS_MILLIS);
  }

  private Replica follower() { return replicas.others(leader).getFirst(); }

  private static RequestId request(long sequence) { return new RequestId(STREAM, sequence, false); }

  private static RequestId again(long sequence) { return new RequestId(STREAM, sequence, true); }

  private static TestOperation counter() { return new TestOperation(Mode.READ, null, tx -> tx.counter(0)); }

  // ---- R9

  @Test
  void aReadUnderTheLeaseAsksNobody() {
    TestOperation read = get("a");
    replicas.cutOff(leader);
    leader.run(read);
    assertEquals("old", read.result);
  }

  @Test
  void readsWithoutALeaseWaitForOneRoundTogether() {
    replicas.cutOff(leader);
    replicas.loop.elapse(LEASE_OVER_MILLIS);
    replicas.heal();
    assertFalse(leader.group.leaseValid());
    TestOperation read = get("a");
    TestOperation nothing = new TestOperation(Mode.WRITE, null, tx -> "wrote nothing");
    leader.run(read, nothing);
    assertEquals("old", read.result);
    assertNull(nothing.failure);
  }

  @Test
  void aReadWhoseLeaseEndedIsNotToldAndTriedElsewhere() {
    replicas.cutOff(leader);
    replicas.loop.elapse(LEASE_OVER_MILLIS);
    assertTrue(leader.serves());
    TestOperation read = get("a");
    leader.submit(read);
    replicas.loop.elapse(10);
    assertEquals("old", read.result, "it has run");
    assertFalse(read.isDone());
    Replica next = replicas.leader(replicas.others(leader));
    next.run(put("a", "new"));
    replicas.heal();
    replicas.loop.until(read::isDone);
    assertInstanceOf(RegionFailure.NotLeader.class, read.failure);
  }

  /** The write was on its way before the read ran, so that it is committed in the end says nothing about that moment. */
  @Test
  void aReadOfAnEarlierPendingWriteIsNotProvenByItsCommit() {
    leader.asleep = true;
    replicas.holds = message -> message.message() instanceof AppendAccepted;
    TestOperation write = put("a", "pending");
    leader.submit(write);
    replicas.loop.elapse(5);
    replicas.cutOff(leader);
    replicas.holds = message -> message.message() instanceof AppendAccepted && message.toPeer() == leader.store;
    Replica next = replicas.leader(replicas.others(leader));
    next.run(put("a", "newer"));
    TestOperation stale = get("a");
    leader.submit(stale);
    replicas.loop.elapse(5);
    assertEquals("pending", stale.result, "it has run");
    replicas.release();
    replicas.loop.elapse(5);
    assertTrue(write.isDone() && write.failure == null, "it is committed, at both");
    assertFalse(stale.isDone(), "\"newer\" was acknowledged before it was asked for");
    leader.asleep = false;
    replicas.heal();
    replicas.loop.until(stale::isDone);
    assertInstanceOf(RegionFailure.NotLeader.class, stale.failure);
  }

  // ---- roles

  @Test
  void aFollowerSaysWhoLeads() {
    TestOperation write = put("a", "x");
    follower().run(write);
    assertEquals(new RegionFailure.NotLeader(leader.store), write.failure);
  }

  @Test
  void whoIsRefusedMaySubmitAgainAtOnce() {
    Replica refusing = follower();
    TestOperation again = put("a", "y");
    TestOperation write = new TestOperation(Mode.WRITE, null, tx -> "never") {
      @Override
      public void failed(RegionFailure why) {
        super.failed(why);
        refusing.submit(again);
      }
    };
    refusing.run(write);
    assertFalse(again.isDone(), "it has its own turn");
    replicas.loop.until(again::isDone);
    assertInstanceOf(RegionFailure.NotLeader.class, again.failure);
  }

  @Test
  void withoutALeaderAnOperationWaitsButNotForever() {
    Replica left = follower();
    replicas.cutOff(left);
    replicas.loop.until(() -> left.group.leader() == 0);
    TestOperation write = put("a", "x");
    left.submit(write);
    replicas.loop.elapse(4_500);
    assertFalse(write.isDone());
    replicas.loop.elapse(1_000);
    assertInstanceOf(RegionFailure.Unavailable.class, write.failure);
  }

  @Test
  void aLeaderWithoutATimestampWaits() {
    replicas.clock.stop();
    TestOperation write = put("a", "x");
    leader.submit(write);
    replicas.loop.elapse(300);
    assertFalse(write.isDone());
    assertEquals(1, replicas.clock.waiting(), "one question, however often it looks");
    replicas.clock.goOn();
    replicas.loop.until(write::isDone);
    assertNull(write.failure);
  }

  @Test
  void aNewLeaderServesOnlyWithATimestamp() {
    replicas.clock.stop();
    leader.crash();
    replicas.loop.until(() -> replicas.others(leader).stream().anyMatch(each -> each.group.leads()));
    replicas.loop.elapse(500);
    assertTrue(replicas.others(leader).stream().noneMatch(Replica::serves));
    replicas.clock.goOn();
    replicas.leader(replicas.others(leader));
  }

  @Test
  void leadershipIsHandedOverBetweenTwoWrites() {
    Replica next = follower();
    TestOperation before = put("a", "before");
    leader.submit(before);
    replicas.loop.elapse(0);
    assertTrue(leader.region.transferLeader(next.store));
    TestOperation after = put("a", "after");
    leader.run(after);
    assertNull(before.failure);
    assertEquals(new RegionFailure.NotLeader(next.store), after.failure);
    replicas.loop.until(next::serves);
    TestOperation read = get("a");
    next.run(read);
    assertEquals("before", read.result);
  }

  @Test
  void aTransferThatFailsLetsWaitingOperationsRunHere() {
    Replica dead = follower();
    dead.crash();
    assertTrue(leader.region.transferLeader(dead.store));
    TestOperation write = put("a", "x");
    leader.submit(write);
    replicas.loop.elapse(1_500);
    assertFalse(write.isDone());
    replicas.loop.until(write::isDone);
    assertNull(write.failure);
    assertFalse(leader.region.transferLeader(leader.store));
  }

  // ---- reads of a replica

  @Test
  void aFollowersReadSeesWhatWasAcknowledged() {
    replicas.holds = message -> message.toPeer() == follower().store && message.message() instanceof AppendRequest;
    leader.run(put("a", "new"));
    TestOperation stale = get("a");
    TestOperation fresh = get("a");
    follower().region.readHere(stale, Freshness.STALE);
    follower().region.readHere(fresh, Freshness.LINEARIZABLE);
    replicas.loop.until(stale::isDone);
    assertEquals("old", stale.result);
    replicas.loop.elapse(50);
    assertFalse(fresh.isDone());
    replicas.release();
    replicas.loop.until(fresh::isDone);
    assertEquals("new", fresh.result);
  }

  @Test
  void aReplicaThatReachesNoLeaderReadsNothingFresh() {
    Replica left = follower();
    replicas.cutOff(left);
    replicas.loop.until(() -> left.group.leader() == 0);
    TestOperation read = get("a");
    left.region.readHere(read, Freshness.LINEARIZABLE);
    replicas.loop.until(read::isDone);
    assertEquals(new RegionFailure.NotLeader(0), read.failure);
  }

  @Test
  void aCutOffFollowerAnswersWhatMayBeOldAndNothingElse() {
    Replica left = follower();
    replicas.cutOff(left);
    leader.run(put("a", "new"));
    replicas.loop.until(() -> left.group.leader() == 0);
    TestOperation old = get("a");
    left.region.readHere(old, Long.MAX_VALUE);
    replicas.loop.until(old::isDone);
    assertEquals("old", old.result);
    TestOperation unproven = get("a");
    left.region.readHere(unproven, 1);
    replicas.loop.until(unproven::isDone);
    assertEquals(new RegionFailure.NotLeader(0), unproven.failure);
  }

  @Test
  void oneProofServesTheReadsThatMayBeAsOldAsIt() {
    Replica left = follower();
    TestOperation fresh = get("a");
    left.region.readHere(fresh, FIVE_SECONDS_NANOS);
    replicas.loop.until(fresh::isDone);
    assertEquals("old", fresh.result, "asked the leader: there was no proof yet");
    replicas.cutOff(left);
    leader.run(put("a", "new"));
    replicas.loop.elapse(3_000);
    TestOperation recent = get("a");
    left.region.readHere(recent, FIVE_SECONDS_NANOS);
    replicas.loop.until(recent::isDone);
    assertEquals("old", recent.result);
    replicas.loop.elapse(2_500);
    TestOperation late = get("a");
    left.region.readHere(late, FIVE_SECONDS_NANOS);
    replicas.loop.until(late::isDone);
    assertEquals(new RegionFailure.NotLeader(0), late.failure);
  }

  @Test
  void aLeaderReadsItsOwnCommittedWritesHere() {
    leader.run(increment("n", null));
    TestOperation read = counter();
    leader.region.readHere(read, Freshness.LINEARIZABLE);
    replicas.loop.until(read::isDone);
    assertEquals(1L, read.result);
  }

  // ---- once

  /** Leadership is lost while the write is on its way: it reached the others, their answers did not come back. */
  private TestOperation loseLeaderAfterReplication(TestOperation write) {
    replicas.holds = message -> message.message() instanceof AppendAccepted;
    leader.submit(write);
    replicas.loop.elapse(5);
    replicas.cutOff(leader);
    replicas.holds = message -> false;
    replicas.loop.until(write::isDone);
    return write;
  }

  @Test
  void aWriteInDoubtIsNotDoneAgainByTheNextLeader() {
    TestOperation first = loseLeaderAfterReplication(increment("n", request(1)));
    assertInstanceOf(RegionFailure.Unknown.class, first.failure);
    Replica next = replicas.leader(replicas.others(leader));
    TestOperation repeated = increment("n", again(1));
    TestOperation read = get("n");
    TestOperation count = counter();
    next.run(repeated, read, count);
    assertTrue(repeated.recalled);
    assertEquals(0, repeated.runs);
    assertEquals("1", repeated.result);
    assertEquals("1", read.result);
    assertEquals(1L, count.result);
  }

  @Test
  void aWriteThatWasLostWithItsLeaderIsDoneByTheNext() {
    leader.run(increment("n", request(1)));
    replicas.cutOff(leader);
    TestOperation lost = increment("n", request(2));
    leader.submit(lost);
    replicas.loop.until(lost::isDone);
    assertInstanceOf(RegionFailure.Unknown.class, lost.failure);
    Replica next = replicas.leader(replicas.others(leader));
    TestOperation later = increment("n", request(3));
    TestOperation repeated = increment("n", again(2));
    next.run(later, repeated);
    assertFalse(repeated.recalled, "it is below the highest, and never came");
    assertEquals("3", repeated.result);
    replicas.heal();
    TestOperation old = get("n");
    leader.region.readHere(old, Freshness.LINEARIZABLE);
    replicas.loop.until(old::isDone);
  }

  @Test
  void twoCopiesOfARequestAreOneWrite() {
    TestOperation first = increment("n", request(1));
    TestOperation second = increment("n", again(1));
    leader.run(first, second);
    assertFalse(first.recalled);
    assertTrue(second.recalled);
    TestOperation third = increment("n", again(1));
    leader.run(third);
    assertEquals("1", third.result);
    assertEquals(1, first.runs + second.runs + third.runs);
  }

  /** Both are in one batch that changes nothing; repeated alone, the first would bring back what the second deleted. */
  @Test
  void aWriteThatWasTakenBackInItsBatchIsRememberedToo() {
    leader.run(get("x"));
    TestOperation delete = new TestOperation(Mode.WRITE, null, tx -> {
      tx.delete(bytes("x"));
      return "deleted";
    });
    TestOperation create = put("x", "1").named(request(1));
    leader.run(create, delete);
    replicas.cutOff(leader);
    Replica next = replicas.leader(replicas.others(leader));
    TestOperation repeated = put("x", "1").named(again(1));
    TestOperation read = get("x");
    next.run(repeated, read);
    assertTrue(repeated.recalled);
    assertNull(read.result);
  }

  @Test
  void anAnswerTooLargeToKeepIsNotGuessed() {
    TestOperation large = new TestOperation(Mode.WRITE, null, tx -> {
      tx.put(bytes("x"), bytes("1"));
      return "x".repeat(RegionConfig.OUTCOME_BYTES_MAX + 1);
    }).named(request(1));
    TestOperation repeated = put("x", "2").named(again(1));
    leader.run(large, repeated);
    assertNull(large.failure);
    assertTrue(assertInstanceOf(RegionFailure.Unknown.class, repeated.failure).reason().contains("too large"));
  }

  @Test
  void anOperationThatCannotTellItsOutcomeIsUndone() {
    TestOperation mute = new TestOperation(Mode.WRITE, null, tx -> {
      tx.put(bytes("x"), bytes("1"));
      return null;
    }) {
      @Override
      public byte[] outcome() { throw new IllegalStateException("on purpose"); }
    };
    TestOperation read = get("x");
    leader.run(mute.named(request(1)), read);
    assertInstanceOf(RegionFailure.Defect.class, mute.failure);
    assertNull(read.result);
  }

  /** Each follows the other through the log and none is lost, done twice or told wrongly. */
  @Test
  void incrementsInDoubtCountOnceOverManyLeaders() {
    int acknowledged = 0;
    for (int sequence = 1; sequence <= 12; sequence++) {
      Replica now = replicas.leader();
      TestOperation increment = increment("n", request(sequence));
      // Sometimes before anybody heard of it, sometimes after all did.
      int cutAfterMillis = sequence % 4;
      now.submit(increment);
      replicas.loop.elapse(cutAfterMillis);
      replicas.cutOff(now);
      Replica next = replicas.leader(replicas.others(now));
      TestOperation repeated = increment("n", again(sequence));
      next.run(repeated);
      assertNull(repeated.failure);
      acknowledged++;
      assertEquals(String.valueOf(acknowledged), repeated.result);
      if (increment.isDone() && increment.failure == null) assertEquals(repeated.result, increment.result);
      replicas.heal();
      replicas.loop.until(() -> !now.group.leads());
    }
  }

  /** A worker's leadership was lost and won again before it came back: what it computed is void. */
  @Test
  void whatAWorkerBringsFromAnEarlierReignIsRefused() {
    List<Runnable> late = new ArrayList<>();
    leader.holdWorkers(late);
    TestOperation flush = new TestOperation(Mode.EXCLUSIVE, new Lane(), tx -> {
      tx.deleteRange(KeyRange.prefix(bytes("a")));
      return "OK";
    });
    leader.submit(flush);
    replicas.loop.elapse(20);
    replicas.cutOff(leader);
    replicas.leader(replicas.others(leader)).run(put("a", "new"));
    replicas.heal();
    replicas.loop.until(() -> !leader.group.leads() && leader.group.leader() != 0);
    Replica interim = replicas.leader();
    replicas.loop.elapse(EVERYBODY_KNOWS_MILLIS);
    assertTrue(interim.region.transferLeader(leader.store));
    replicas.loop.until(leader::serves);
    TestOperation behind = get("a");
    leader.submit(behind);
    replicas.loop.elapse(20);
    assertFalse(flush.isDone() || behind.isDone());
    leader.releaseWorkers();
    late.forEach(Runnable::run);
    replicas.loop.until(behind::isDone);
    assertInstanceOf(RegionFailure.NotLeader.class, flush.failure);
    assertEquals("new", behind.result);
  }

  @Test
  void aRestartRemembersRequests() throws IOException {
    leader.run(increment("n", request(1)), increment("n", request(2)));
    for (long store = 1; store <= Replicas.COUNT; store++) replicas.replica(store).crash();
    for (long store = 1; store <= Replicas.COUNT; store++) replicas.replica(store).start();
    Replica next = replicas.leader();
    TestOperation repeated = increment("n", again(1));
    next.run(repeated);
    assertTrue(repeated.recalled);
    assertEquals("1", repeated.result);
  }

  // ---- snapshots

  @Test
  void aReplicaThatWasAwayForLongTakesASnapshotAndCanLead() {
    Replica away = follower();
    replicas.cutOff(away);
    leader.run(increment("n", request(1)), new TestOperation(Mode.WRITE, null, tx -> {
      tx.remind(bytes("n"), 0, 5);
      return null;
    }));
    for (int i = 0; i < 20; i++) leader.run(put("k" + i, "v" + i));
    replicas.loop.elapse(100);
    for (Replica each : replicas.others(away)) each.compact();
    replicas.loop.elapse(100);
    replicas.heal();
    replicas.loop.until(() -> away.group.leader() == leader.store);
    TestOperation waiting = get("k19");
    away.region.readHere(waiting, Freshness.LINEARIZABLE);
    replicas.loop.until(waiting::isDone);
    assertEquals("v19", waiting.result, "it waited for the snapshot");
    TestOperation here = get("k19");
    replicas.loop.until(() -> away.group.status().appliedIndex() >= leader.group.commitIndex());
    away.region.readHere(here, Freshness.STALE);
    replicas.loop.until(here::isDone);
    assertEquals("v19", here.result);
    assertTrue(leader.region.transferLeader(away.store));
    replicas.loop.until(away::serves);
    assertItIsAllThere(away);
  }

  @Test
  void aReplicaWhoseStateIsReplacedIsLeftAlone() {
    Replica idle = follower();
    boolean[] quiet = new boolean[1];
    idle.disksPaused = true;
    idle.region.collectGarbage();
    idle.region.suspend(() -> quiet[0] = true);
    replicas.loop.elapse(10);
    assertFalse(quiet[0], "garbage is still on its way to the engine");
    idle.disksPaused = false;
    TestOperation read = get("a");
    idle.region.readHere(read, Freshness.STALE);
    idle.region.collectGarbage();
    replicas.loop.elapse(10);
    assertTrue(quiet[0]);
    assertInstanceOf(RegionFailure.Unavailable.class, read.failure);
    idle.region.resume();
    TestOperation later = get("a");
    idle.region.readHere(later, Freshness.STALE);
    replicas.loop.until(later::isDone);
    assertEquals("old", later.result);
  }

  private static void assertItIsAllThere(Replica restored) {
    TestOperation count = counter();
    TestOperation repeated = increment("n", again(1));
    TestOperation due = new TestOperation(Mode.READ, null, tx -> {
      try (var reminders = tx.due(0, 10)) {
        return reminders.next() ? TestOperation.text(reminders.key()) : null;
      }
    });
    restored.run(count, repeated, due);
    assertEquals(1L, count.result);
    assertTrue(repeated.recalled);
    assertEquals("n", due.result);
  }
}
