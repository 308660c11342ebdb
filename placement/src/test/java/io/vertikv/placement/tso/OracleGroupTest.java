package io.vertikv.placement.tso;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.ClusterState;
import io.vertikv.placement.cluster.ClusterWatcher;
import io.vertikv.placement.cluster.CommandOutcome;
import io.vertikv.placement.cluster.CommandResult;
import io.vertikv.placement.cluster.StoreAddresses;
import io.vertikv.placement.rule.StoreLabels;
import io.vertikv.placement.ids.IdOutcome;
import io.vertikv.placement.ids.RequestKey;
import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.log.Payload;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.ready.RoleName;
import io.vertikv.raft.ready.SoftState;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.ReadTier;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OracleGroupTest {
  private static final RequestKey KEY = new RequestKey(7, 8);
  private final ScriptedGroup group = new ScriptedGroup(3);

  @Test
  void onlyTheLeaderGivesTimestampsAndOnlyOnceItsTermsFirstEntryIsApplied() {
    ScriptedGroup.Store first = group.store(1);
    group.elect(first);
    assertEquals(0, first.oracle.next());
    assertTrue(first.oracle.leads());
    group.settle();
    assertTrue(first.oracle.next() > 0);
    assertEquals(0, group.store(2).oracle.next());
    assertEquals(1, first.oracle.given());
  }

  @Test
  void theLeaseIsLookedAtAfterTheAllocation() {
    ScriptedGroup.Store first = group.serve(1);
    first.beforeLease = () -> group.nowMillis += ScriptedGroup.LEASE_MILLIS;
    assertEquals(0, first.oracle.next(), "the process was stopped between allocation and lease");
  }

  @Test
  void aPausedLeaderGivesNothingWhenItGoesOn() {
    ScriptedGroup.Store old = group.serve(1);
    long before = old.oracle.next();
    group.nowMillis += ScriptedGroup.LEASE_MILLIS;
    long after = group.serve(2).oracle.next();
    assertTrue(after > before);
    old.loop.wall += 10;
    assertEquals(0, old.oracle.next());
    old.oracle.tick();
    assertEquals(0, old.oracle.next());
  }

  @Test
  void whoWaitsForTheLeaseIsWokenByTheTickThatFindsItBack() {
    ScriptedGroup.Store first = group.serve(1);
    group.nowMillis += ScriptedGroup.LEASE_MILLIS;
    assertEquals(0, first.oracle.next());
    List<Long> got = new ArrayList<>();
    Runnable task = () -> got.add(first.oracle.next());
    first.oracle.whenAvailable(task);
    first.oracle.whenAvailable(task);
    first.oracle.tick();
    assertEquals(List.of(), got);
    first.renew();
    first.oracle.tick();
    assertEquals(1, got.size());
    assertTrue(got.getFirst() > 0);
  }

  @Test
  void whoWaitsIsToldWhenLeadershipIsLost() {
    ScriptedGroup.Store first = group.store(1);
    group.elect(first);
    boolean[] woken = {false};
    first.oracle.whenAvailable(() -> woken[0] = true);
    first.stepDown();
    assertFalse(woken[0], "not within the group's turn");
    first.loop.turn();
    assertTrue(woken[0]);
  }

  @Test
  void aNewTermOfTheSameLeaderServesOnlyAfterItsOwnFirstEntry() {
    ScriptedGroup.Store first = group.serve(1);
    long before = first.oracle.next();
    first.oracle.roleChanged(new SoftState(RoleName.LEADER, 1, group.term));
    assertTrue(first.oracle.next() > before, "told twice of one term");
    // It lost a term and won another one, and was told of the last only.
    first.leaseUntil = 0;
    group.elect(first);
    first.renew();
    assertEquals(0, first.oracle.next());
    group.settle();
    assertTrue(first.oracle.next() > before);
  }

  @Test
  void lostLeadershipStopsAtOnceAndTheOldTermsEntriesDoNotBringItBack() {
    ScriptedGroup.Store first = group.store(1);
    group.elect(first);
    group.commit();
    first.stepDown();
    first.apply(group.committed.size());
    first.leaseUntil = Long.MAX_VALUE;
    first.believedTerm = group.term;
    assertEquals(0, first.oracle.next());
  }

  @Test
  void aSecondFirstEntryInOneTermDoesNotInterrupt() {
    ScriptedGroup.Store first = group.serve(1);
    long before = first.oracle.next();
    first.log.add(new LogEntry(group.committed.size() + 1, group.term, EntryKind.NO_OP, Payload.NONE));
    group.commit();
    first.apply(group.committed.size());
    assertEquals(before + 1, first.oracle.next());
  }

  @Test
  void aRefusedLimitIsAskedForAgain() {
    ScriptedGroup.Store first = group.serve(1);
    first.refusing = true;
    first.loop.wall += 5_000;
    assertEquals(0, first.oracle.next());
    first.refusing = false;
    first.oracle.tick();
    group.settle();
    assertTrue(first.oracle.next() > 0);
  }

  @Test
  void aSnapshotBringsLimitAndIds() {
    ScriptedGroup.Store first = group.serve(1);
    first.oracle.ids().allocate(KEY, outcome -> {});
    group.settle();
    ScriptedGroup.Store late = new ScriptedGroup(1).store(1);
    OracleState state = OracleState.read(first.engine, ReadTier.DISK);
    SnapshotMark mark = new SnapshotMark(new LogMark(state.index(), state.term()), Membership.UNINITIALISED);
    assertThrows(IllegalStateException.class, () -> late.oracle.restored(mark));
    late.oracle.reload(first.engine);
    late.oracle.restored(mark);
    List<IdOutcome> got = new ArrayList<>();
    late.oracle.ids().allocate(KEY, got::add);
    assertEquals(List.of(new IdOutcome.Allocated(101)), got);
    assertEquals(0, late.oracle.next());
    EngineBatch batch = new EngineBatch();
    late.oracle.apply(List.of(new LogEntry(state.index() + 1, 9, EntryKind.NO_OP, Payload.NONE)), batch);
    late.engine.write(batch);
    OracleState next = OracleState.read(late.engine, ReadTier.DISK);
    assertEquals(new OracleState(state.index() + 1, 9, state.limitMillis(), state.cluster()), next);
  }

  @Test
  void idsAreGivenOnceForAKeyThroughFailovers() {
    ScriptedGroup.Store first = group.serve(1);
    List<IdOutcome> got = new ArrayList<>();
    first.oracle.ids().allocate(KEY, got::add);
    assertEquals(List.of(), got, "not before it is committed");
    group.commit();
    first.stepDown();
    first.loop.turn();
    assertEquals(List.of(new IdOutcome.Unknown()), got);
    ScriptedGroup.Store second = group.serve(2);
    second.oracle.ids().allocate(KEY, got::add);
    second.oracle.ids().allocate(new RequestKey(7, 9), got::add);
    group.settle();
    assertEquals(List.of(new IdOutcome.Allocated(101), new IdOutcome.Allocated(102)), got.subList(1, 3));
    first.oracle.ids().allocate(new RequestKey(0, 1), got::add);
    assertEquals(new IdOutcome.NotLeader(2), got.getLast());
  }

  /** testing.md, 1.3, no. 36: leaders are killed, paused and cut off, and clocks jump both ways. */
  @Test
  void noTimestampIsEverAtOrBelowOneGivenOutBeforeWhateverHappens() {
    long given = 0;
    for (long seed = 1; seed <= 200; seed++) given += history(seed);
    assertTrue(given > 3_000, "too few timestamps to mean anything: " + given);
  }

  private static long history(long seed) {
    Random random = new Random(seed);
    ScriptedGroup group = new ScriptedGroup(3);
    long last = 0;
    long given = 0;
    for (int step = 0; step < 600; step++) {
      ScriptedGroup.Store store = group.store(1 + random.nextInt(3));
      happen(group, store, random);
      for (ScriptedGroup.Store each : group.stores) {
        long ts = random.nextInt(3) == 0 ? each.oracle.next() : 0;
        if (ts == 0) continue;
        assertTrue(ts > last, "seed " + seed + ", step " + step + ": " + ts + " after " + last);
        last = ts;
        given++;
      }
    }
    return given;
  }

  private static void happen(ScriptedGroup group, ScriptedGroup.Store store, Random random) {
    switch (random.nextInt(12)) {
      case 0 -> {
        if (group.mayElect(store)) group.elect(store);
      }
      case 1, 2, 3 -> {
        if (group.leader() != null) group.commit();
      }
      case 4, 5, 6 -> store.apply(store.applied + random.nextInt(group.committed.size() - store.applied + 1));
      case 7 -> group.nowMillis += random.nextInt((int) (2 * ScriptedGroup.LEASE_MILLIS));
      case 8 -> store.loop.wall += random.nextInt(20_000) - 10_000;
      case 9 -> store.oracle.tick();
      case 10 -> {
        if (random.nextInt(4) == 0) store.stepDown();
        else store.loop.pass(random.nextInt(500));
      }
      default -> {
        if (random.nextInt(8) == 0) store.restart();
        else store.loop.turn();
      }
    }
  }

  private static final ClusterCommand REGISTER = new ClusterCommand.PutStore(4, new StoreAddresses("d:1", "", ""),
      StoreLabels.NONE);

  @Test
  void aCommandIsDecidedAlikeOnEveryReplicaAndSurvivesARestart() {
    ScriptedGroup.Store first = group.serve(1);
    List<CommandOutcome> said = new ArrayList<>();
    first.oracle.commands().propose(REGISTER, said::add);
    first.oracle.commands().propose(new ClusterCommand.ForgetStore(4), said::add);
    assertEquals(List.of(), said, "nothing is decided before it is applied");
    group.settle();
    assertEquals(List.of(new CommandOutcome.Decided(new CommandResult.Done()),
        new CommandOutcome.Decided(new CommandResult.Refused("store 4 is PREPARING"))), said);
    for (ScriptedGroup.Store store : group.stores) {
      assertEquals(Set.of(4L), store.oracle.cluster().stores().keySet());
      store.restart();
      assertEquals(Set.of(4L), store.oracle.cluster().stores().keySet());
    }
  }

  @Test
  void whoAskedALeaderThatIsNoneAnyMoreIsToldThatItIsInDoubt() {
    ScriptedGroup.Store first = group.serve(1);
    List<CommandOutcome> said = new ArrayList<>();
    group.store(2).oracle.commands().propose(REGISTER, said::add);
    assertEquals(List.of(new CommandOutcome.NotLeader(1)), said);
    first.oracle.commands().propose(REGISTER, said::add);
    first.stepDown();
    first.loop.turn();
    assertEquals(new CommandOutcome.Unknown(), said.getLast());
  }

  @Test
  void theWatcherHearsOfATermOfEachChangeAndOfTheEnd() {
    List<String> heard = new ArrayList<>();
    ScriptedGroup.Store first = group.store(1);
    first.oracle.watch(new ClusterWatcher() {
      @Override
      public void leads(long term, ClusterState state) { heard.add("leads " + state.stores().keySet()); }

      @Override
      public void recorded(ClusterState state) { heard.add("recorded " + state.stores().keySet()); }

      @Override
      public void ended() { heard.add("ended"); }
    });
    group.serve(2).oracle.commands().propose(REGISTER, outcome -> {});
    group.settle();
    assertEquals(List.of(), heard);
    group.nowMillis += ScriptedGroup.LEASE_MILLIS;
    heard.clear();
    group.serve(1).oracle.commands().propose(new ClusterCommand.ExpelStore(4), outcome -> {});
    group.settle();
    first.stepDown();
    first.loop.turn();
    assertEquals(List.of("leads [4]", "recorded [4]", "ended"),
        heard.stream().dropWhile(each -> each.equals("ended")).toList());
  }
}
