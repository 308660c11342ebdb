package io.vertikv.txn.region;

import static io.vertikv.txn.region.TestOperation.bytes;
import static io.vertikv.txn.region.TestOperation.get;
import static io.vertikv.txn.region.TestOperation.increment;
import static io.vertikv.txn.region.TestOperation.put;
import static io.vertikv.txn.region.TestOperation.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.raft.message.AppendAccepted;
import io.vertikv.raft.message.AppendRequest;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.group.EntryBytes;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Direction;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.RegionOperation.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One region becomes two or more, on three stores. */
class SplitTest {
  private static final long PARENT = Replicas.REGION;
  private static final long CHILD = 10;
  private static final KeyRange LEFT = new KeyRange(new byte[0], bytes("m"));
  private static final KeyRange RIGHT = new KeyRange(bytes("m"), new byte[0]);

  @TempDir
  Path folder;
  private Replicas replicas;
  private Replica leader;

  @BeforeEach
  void elect() throws IOException {
    replicas = new Replicas(folder);
    leader = replicas.leader();
    leader.run(put("a", "left"), put("z", "right"));
  }

  /** What became of a split. */
  private static final class Told implements SplitListener {
    String outcome;

    @Override
    public void split() { outcome = "split"; }

    @Override
    public void notSplit(String reason) { outcome = reason; }

    @Override
    public void unknown() { outcome = "unknown"; }
  }

  /** Peers of region n are n + 1, n + 2 and n + 3, on the stores 1 to 3. */
  private static SplitChild child(long region, String start) {
    return new SplitChild(region, bytes(start), Map.of(1L, region + 1, 2L, region + 2, 3L, region + 3));
  }

  private Told begin(SplitChild... children) {
    Told told = new Told();
    leader.region.split(List.of(children), told);
    return told;
  }

  private void split() {
    Told told = begin(child(CHILD, "m"));
    replicas.loop.until(() -> told.outcome != null);
    assertEquals("split", told.outcome);
    everybodyHas(CHILD);
  }

  private void everybodyHas(long region) {
    replicas.loop.until(() -> replicas.all().stream().filter(Replica::alive).allMatch(r -> r.executor(region) != null));
  }

  private RegionExecutor serving(long region) {
    replicas.loop.until(() -> replicas.serving(region) != null);
    return replicas.serving(region);
  }

  private <T extends TestOperation> T run(long region, T operation) {
    RegionExecutor executor = serving(region);
    executor.submit(operation);
    executor.flush();
    replicas.loop.until(operation::isDone);
    return operation;
  }

  private static TestOperation read(Function<Tx, Object> body) { return new TestOperation(Mode.READ, null, body); }

  private static TestOperation counter() { return read(tx -> tx.counter(0)); }

  private static TestOperation keys() {
    return read(tx -> {
      StringBuilder keys = new StringBuilder();
      try (Cursor cursor = tx.scan(KeyRange.ALL, Direction.FORWARD)) {
        while (cursor.next()) keys.append(text(cursor.key())).append(' ');
      }
      return keys.toString();
    });
  }

  private static TestOperation due() {
    return read(tx -> {
      StringBuilder keys = new StringBuilder();
      try (Cursor cursor = tx.due(0, Long.MAX_VALUE - 1)) {
        while (cursor.next()) keys.append(text(cursor.key())).append(' ');
      }
      return keys.toString();
    });
  }

  // ---- what is where

  @Test
  void bothHalvesServeTheirKeysAndNoOthers() {
    split();
    assertEquals("left", run(PARENT, get("a")).result);
    assertEquals("right", run(CHILD, get("z")).result);
    assertEquals("a ", run(PARENT, keys()).result);
    assertEquals("z ", run(CHILD, keys()).result);
    RegionFailure.EpochNotMatch elsewhere = assertInstanceOf(RegionFailure.EpochNotMatch.class,
        run(PARENT, get("z")).failure);
    RegionEpoch after = new RegionEpoch(2, 1);
    assertEquals(List.of(new RegionRoute(PARENT, LEFT, after, leader.store, List.of(1L, 2L, 3L)),
        new RegionRoute(CHILD, RIGHT, after, leader.store, List.of(1L, 2L, 3L))), elsewhere.current());
    run(PARENT, put("b", "1"));
    run(CHILD, put("y", "2"));
    assertEquals("1", run(PARENT, get("b")).result);
    assertEquals("2", run(CHILD, get("y")).result);
  }

  @Test
  void severalSplitOffAtOnceAndChildrenSplitAgain() {
    Told told = begin(child(20, "g"), child(30, "p"));
    replicas.loop.until(() -> told.outcome != null);
    assertEquals("split", told.outcome);
    assertEquals(new KeyRange(new byte[0], bytes("g")), serving(PARENT).region().range());
    assertEquals(new KeyRange(bytes("g"), bytes("p")), serving(20).region().range());
    assertEquals(new KeyRange(bytes("p"), new byte[0]), serving(30).region().range());
    assertEquals(new RegionEpoch(3, 1), serving(30).region().epoch());
    Told again = new Told();
    serving(30).split(List.of(new SplitChild(40, bytes("t"), Map.of(31L, 41L, 32L, 42L, 33L, 43L))), again);
    replicas.loop.until(() -> again.outcome != null);
    assertEquals("split", again.outcome);
    assertEquals("right", run(40, get("z")).result);
    assertEquals(new RegionEpoch(4, 1), serving(40).region().epoch());
    assertEquals(40L, leader.host.regionOf(bytes("z")).id());
    assertEquals(30L, leader.host.regionOf(bytes("q")).id());
    assertEquals(20L, leader.host.regionOf(bytes("g")).id());
    assertEquals(2, leader.host.overlapping(new KeyRange(bytes("h"), bytes("q"))).size());
  }

  @Test
  void theChildIsServedWithoutWaitingForAnElectionTimeout() {
    Told told = begin(child(CHILD, "m"));
    long before = replicas.loop.nanoTime();
    replicas.loop.until(() -> leader.executor(CHILD) != null && leader.executor(CHILD).serving());
    assertEquals("split", told.outcome);
    long millis = (replicas.loop.nanoTime() - before) / 1_000_000;
    assertTrue(millis < 50, "took " + millis + " ms");
  }

  @Test
  void countersAddUpAndTheChildBeginsAtNothing() {
    run(PARENT, increment("c", null));
    run(PARENT, increment("x", null));
    split();
    assertEquals(2L, run(PARENT, counter()).result);
    assertEquals(0L, run(CHILD, counter()).result);
    run(CHILD, increment("x", null));
    assertEquals(1L, run(CHILD, counter()).result);
    assertEquals("2", run(CHILD, get("x")).result);
  }

  @Test
  void remindersMoveWithTheirKeysEvenThoseWrittenAMomentBefore() {
    run(PARENT, remind("b", 0, 5));
    run(PARENT, remind("n", 0, 6));
    run(PARENT, remind("o", 0, 7));
    leader.submit(remind("c", 0, 8), remind("p", 0, 9), remind("o", 7, 0));
    replicas.loop.elapse(0);
    split();
    assertEquals("b c ", run(PARENT, due()).result);
    assertEquals("n p ", run(CHILD, due()).result);
  }

  private static TestOperation remind(String key, long from, long to) {
    return new TestOperation(Mode.WRITE, null, tx -> {
      tx.put(bytes(key), bytes("x"));
      tx.remind(bytes(key), from, to);
      return "OK";
    });
  }

  @Test
  void aWatchedVersionIsStillTheSameAfterwards() {
    Object before = run(PARENT, read(tx -> tx.version(bytes("z")).commitTs())).result;
    split();
    assertEquals(before, run(CHILD, read(tx -> tx.version(bytes("z")).commitTs())).result);
  }

  // ---- under load

  @Test
  void whatWaitsBehindTheFenceRunsInWhatIsLeftOfTheRegion() {
    TestOperation before = put("y", "before");
    leader.submit(before);
    replicas.loop.elapse(0);
    Told told = begin(child(CHILD, "m"));
    TestOperation left = put("b", "after");
    TestOperation right = put("y", "after");
    leader.submit(left, right);
    replicas.loop.until(() -> left.isDone() && right.isDone());
    assertEquals("split", told.outcome);
    assertNull(left.failure);
    assertInstanceOf(RegionFailure.EpochNotMatch.class, right.failure);
    assertEquals(1, right.runs, "it met a key outside");
    assertEquals("before", run(CHILD, get("y")).result);
    assertNull(before.failure);
  }

  @Test
  void aRequestThatTheParentHasDoneTheChildDoesNotDoAgain() {
    RequestId first = new RequestId(77, 1, false);
    assertEquals("1", run(PARENT, increment("x", first)).result);
    split();
    TestOperation again = run(CHILD, increment("x", new RequestId(77, 1, true)));
    assertTrue(again.recalled);
    assertEquals("1", again.result);
    assertEquals("1", run(CHILD, get("x")).result);
    TestOperation next = run(CHILD, increment("x", new RequestId(77, 2, false)));
    assertEquals("2", next.result);
    assertTrue(run(CHILD, increment("x", new RequestId(77, 2, true))).recalled);
  }

  // ---- what goes wrong

  @Test
  void whatDoesNotFitIsRefused() {
    assertEquals("no children", begin().outcome);
    assertEquals("a child would not start within it", begin(child(CHILD, "")).outcome);
    assertEquals("a child would not start within it", begin(child(20, "p"), child(30, "g")).outcome);
    assertEquals("no peer for that of peer 3",
        begin(new SplitChild(CHILD, bytes("m"), Map.of(1L, 11L, 2L, 12L))).outcome);
    Told first = begin(child(CHILD, "m"));
    assertEquals("another split is under way", begin(child(20, "p")).outcome);
    replicas.loop.until(() -> first.outcome != null);
    assertEquals("split", first.outcome);
    assertEquals("a child would not start within it", begin(child(20, "p")).outcome);
    Told elsewhere = new Told();
    replicas.others(leader).getFirst().region.split(List.of(child(20, "c")), elsewhere);
    assertEquals("it is not served here", elsewhere.outcome);
  }

  @Test
  void aSplitMadeForAnOlderEpochIsNothingEverywhere() {
    RegionSplit late = RegionSplit.of(new RegionEpoch(1, 7), List.of(child(CHILD, "m")), leader.group.membership(),
        leader.group.addresses());
    leader.group.propose(new EntryBytes(Bytes.of(late.encode())));
    leader.group.pump();
    run(PARENT, put("q", "1"));
    replicas.loop.elapse(200);
    for (Replica each : replicas.all()) {
      assertEquals(1, each.host.all().size());
      assertEquals(KeyRange.ALL, each.region.region().range());
    }
    assertEquals("1", run(PARENT, get("q")).result);
  }

  @Test
  void aLeaderLostWithTheFenceUpLeavesTheSplitToTheNext() {
    replicas.holds = message -> message.message() instanceof AppendAccepted && message.toPeer() == leader.store;
    Told told = begin(child(CHILD, "m"));
    TestOperation waiting = put("b", "1");
    leader.submit(waiting);
    replicas.loop.elapse(20);
    assertNull(told.outcome);
    leader.asleep = true;
    replicas.cutOff(leader);
    Replica next = replicas.leader(replicas.others(leader));
    replicas.loop.until(() -> next.executor(CHILD) != null);
    leader.asleep = false;
    replicas.holds = message -> false;
    replicas.heal();
    replicas.loop.until(() -> told.outcome != null && waiting.isDone());
    assertEquals("unknown", told.outcome);
    assertInstanceOf(RegionFailure.NotLeader.class, waiting.failure);
    everybodyHas(CHILD);
    assertEquals("right", run(CHILD, get("z")).result);
    assertEquals("left", run(PARENT, get("a")).result);
  }

  @Test
  void aSplitThatNobodyElseHeardOfIsGoneWithItsLeader() {
    replicas.holds = message -> message.message() instanceof AppendRequest;
    Told told = begin(child(CHILD, "m"));
    replicas.loop.elapse(20);
    Replica old = leader;
    replicas.cutOff(old);
    replicas.holds = message -> false;
    leader = replicas.leader(replicas.others(old));
    leader.run(put("q", "1"));
    replicas.heal();
    replicas.loop.until(() -> told.outcome != null);
    assertEquals("unknown", told.outcome);
    assertEquals("1", run(PARENT, get("q")).result);
    for (Replica each : replicas.all()) assertNull(each.executor(CHILD));
    split();
    assertEquals("1", run(CHILD, get("q")).result);
  }

  @Test
  void aFollowerThatWasAwayCatchesUpAndTakesPartInTheChild() {
    Replica away = replicas.others(leader).getFirst();
    replicas.cutOff(away);
    Told told = begin(child(CHILD, "m"));
    replicas.loop.until(() -> told.outcome != null);
    assertEquals("1", run(CHILD, increment("x", null)).result);
    assertNull(away.executor(CHILD));
    replicas.heal();
    replicas.loop.until(() -> away.executor(CHILD) != null);
    Replica other = replicas.others(leader).getLast();
    run(CHILD, increment("x", null));
    replicas.loop.elapse(3000);
    other.crash();
    assertEquals("3", run(CHILD, increment("x", null)).result, "two of three are a majority with the late one");
  }

  // ---- restarts

  @Test
  void aSplitSurvivesRestartsAtEveryStep() throws IOException {
    Replica victim = replicas.others(leader).getFirst();
    for (int steps = 0; steps < 14; steps++) {
      long region = 100 + 10L * steps;
      String start = "m" + (char) ('z' - steps);
      Told told = begin(new SplitChild(region, bytes(start), Map.of(1L, region + 1, 2L, region + 2, 3L, region + 3)));
      replicas.loop.elapse(steps);
      if (steps % 2 == 0) victim.engine.flush();
      victim.crash();
      replicas.loop.until(() -> told.outcome != null);
      assertEquals("split", told.outcome);
      assertEquals("1", run(region, increment(start + "x", null)).result, start);
      victim.start();
      everybodyHas(region);
    }
    Replica other = replicas.others(leader).getLast();
    replicas.loop.elapse(3000);
    other.crash();
    for (int steps = 0; steps < 14; steps++) {
      String start = "m" + (char) ('z' - steps);
      assertEquals("2", run(100 + 10L * steps, increment(start + "x", null)).result, start);
    }
  }

  @Test
  void allStoresRestartAndEveryRegionIsThere() throws IOException {
    split();
    run(CHILD, put("y", "1"));
    for (Replica each : replicas.all()) each.engine.flush();
    run(CHILD, put("y", "2"));
    for (Replica each : replicas.all()) each.crash();
    for (Replica each : replicas.all()) each.start();
    leader = replicas.leader();
    assertEquals("2", run(CHILD, get("y")).result);
    assertEquals("left", run(PARENT, get("a")).result);
    assertEquals(RIGHT, serving(CHILD).region().range());
    assertEquals(LEFT, serving(PARENT).region().range());
    assertInstanceOf(RegionFailure.EpochNotMatch.class, run(PARENT, get("y")).failure);
    List<Long> ids = new ArrayList<>();
    leader.host.all().forEach(each -> ids.add(each.id()));
    assertEquals(List.of(PARENT, CHILD), ids);
  }

  @Test
  void anEngineThatForgotTheSplitDoesItAgainAndKeepsTheChildsLog() throws IOException {
    Replica victim = replicas.others(leader).getFirst();
    victim.engine.flush();
    split();
    run(CHILD, put("y", "1"));
    replicas.loop.elapse(200);
    victim.crash();
    victim.start();
    everybodyHas(CHILD);
    replicas.loop.elapse(200);
    TestOperation stale = get("y");
    victim.executor(CHILD).readHere(stale, Freshness.STALE);
    replicas.loop.until(stale::isDone);
    assertEquals("1", stale.result);
  }
}
