package io.vertikv.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.HardState;
import io.vertikv.raft.log.IndexRange;
import io.vertikv.raft.log.Payload;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.raft.ready.LogAppend;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.raft.ready.ReadContext;
import io.vertikv.raft.ready.ReadOutcome;
import io.vertikv.raft.ready.Ready;
import io.vertikv.raft.ready.RoleName;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The path that a single node takes thousands of times a second. */
class SoleVoterTest {
  private static final Payload PAYLOAD = () -> 10;

  private final StableLog log = new StableLog();
  private RaftNode node = start(0);

  private RaftNode start(long applied) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    RestoredState restored = new RestoredState(log.hardState(), Membership.of(PeerSet.of(1)), applied, log);
    return new RaftNode(RaftConfig.defaults(), 1, restored, random, 0);
  }

  private Ready take() {
    Ready ready = node.ready();
    ready.append().ifPresent(log::give);
    return ready;
  }

  private void sync() { log.syncOne().ifPresent(append -> node.onAppended(append.ack())); }

  private void elect() {
    node.tick(1);
    take();
    sync();
    take();
  }

  @Test
  void itLeadsAtTheFirstTickWithOneWrite() {
    node.tick(1);
    Ready ready = take();
    LogAppend append = ready.append().orElseThrow();
    assertEquals(new HardState(1, 1, 0), append.hardState());
    assertEquals(List.of(EntryKind.NO_OP), append.entries().stream().map(entry -> entry.kind()).toList());
    assertEquals(RoleName.LEADER, ready.softState().orElseThrow().role());
    assertFalse(node.hasReady());
    assertFalse(node.leaseValid(2), "nothing is committed yet");

    sync();
    assertTrue(node.hasReady());
    assertEquals(new IndexRange(1, 1), take().committed());
    assertTrue(node.leaseValid(Long.MAX_VALUE / 2), "its lease never ends");
    assertFalse(node.hasReady());
  }

  @Test
  void aBatchIsCommittedWhenItsAppendIsDurable() {
    elect();
    assertEquals(new ProposeOutcome.Proposed(2, 1), node.propose(PAYLOAD));
    assertEquals(new ProposeOutcome.Proposed(3, 1), node.propose(PAYLOAD));
    Ready first = take();
    assertEquals(2, first.append().orElseThrow().entries().size());
    assertTrue(first.committed().isEmpty());

    node.propose(PAYLOAD);
    take();
    assertEquals(2, log.unsyncedCount(), "the leader does not wait for the disk");
    sync();
    assertEquals(new IndexRange(2, 3), take().committed());
    sync();
    Ready last = take();
    assertEquals(new IndexRange(4, 4), last.committed());
    assertEquals(4, last.commitIndex());
  }

  @Test
  void anAckVouchesForTheAppendsBeforeIt() {
    elect();
    node.propose(PAYLOAD);
    take();
    node.propose(PAYLOAD);
    LogAppend second = take().append().orElseThrow();
    node.onAppended(second.ack());
    assertEquals(new IndexRange(2, 3), take().committed());
    node.onAppended(second.ack());
    assertFalse(node.hasReady(), "a repeated ack says nothing");
  }

  @Test
  void readsAreAnsweredAtTheCommitIndexWithoutAnyMessage() {
    record Context(int number) implements ReadContext {}
    node.tick(1);
    node.readIndex(new Context(1));
    assertTrue(take().reads().isEmpty(), "its term has committed nothing");
    sync();
    Ready ready = take();
    assertEquals(List.of(new ReadOutcome.ReadState(new Context(1), 1)), ready.reads());
    assertTrue(ready.sendNow().isEmpty());
  }

  @Test
  void aRestartFindsTheLogAndLeadsANewTerm() {
    elect();
    node.propose(PAYLOAD);
    take();
    sync();
    node.propose(PAYLOAD);
    take();
    log.crash();
    node = start(1);
    assertEquals(2, node.lastIndex(), "the unsynced entry is gone");
    node.tick(1);
    take();
    sync();
    assertEquals(new IndexRange(2, 3), take().committed());
    assertEquals(2, node.term());
  }

  @Test
  void aFullBacklogDropsProposalsUntilItCommits() {
    elect();
    int room = RaftConfig.defaults().uncommittedEntriesMax();
    for (int i = 0; i < room; i++) assertInstanceOf(ProposeOutcome.Proposed.class, node.propose(PAYLOAD));
    assertInstanceOf(ProposeOutcome.Dropped.class, node.propose(PAYLOAD));
    take();
    sync();
    assertInstanceOf(ProposeOutcome.Proposed.class, node.propose(PAYLOAD));
  }
}
