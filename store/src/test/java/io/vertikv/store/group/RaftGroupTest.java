package io.vertikv.store.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.raft.RaftConfig;
import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.PeerChange;
import io.vertikv.raft.message.AppendAccepted;
import io.vertikv.raft.message.AppendRequest;
import io.vertikv.raft.message.PreVoteReply;
import io.vertikv.raft.message.RaftMessage;
import io.vertikv.raft.message.VoteReply;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.raft.ready.DropReason;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.raft.ready.SoftState;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.raftlog.LogWriter;
import io.vertikv.store.raftlog.LogWriterConfig;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.store.raftlog.RaftLogConfig;
import io.vertikv.store.raftlog.SyncMode;
import io.vertikv.store.raftlog.sim.SimLogDevice;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RaftGroupTest {
  private static final long GROUP = 4;
  private static final GroupLimits SMALL = new GroupLimits(2, 1 << 20, 200, 1 << 20, 10, 0);
  private static final Membership THREE = Membership.of(PeerSet.of(1, 2, 3));

  private final HandLoop loop = new HandLoop();
  private final HandLanes lanes = new HandLanes();
  private final MemoryEngine engine = new MemoryEngine();
  private final List<Object> sent = new ArrayList<>();
  private final List<Long> applied = new ArrayList<>();
  private final RaftLog log = RaftLog.open(new SimLogDevice(new SplittableRandom(1)), RaftLogConfig.defaults());
  private RaftGroup group;

  RaftGroupTest() throws IOException {}

  private void open(Membership founders) {
    LogWriter writer = LogWriter.start(lanes, log, LogWriterConfig.defaults(SyncMode.ALWAYS), loop::nanoTime,
        nanos -> {}, RaftGroupTest::fail);
    ApplyWorker apply = new ApplyWorker(lanes, engine, RaftGroupTest::fail);
    apply.start();
    Recorded machine = new Recorded(apply);
    GroupHost host = new GroupHost(loop, writer, apply, engine, new GroupWire(loop, new Wire()), Runnable::run,
        RaftConfig.defaults(), SMALL);
    PeerAddresses homes = PeerAddresses.of(Map.of(1L, 11L, 2L, 12L, 3L, 13L));
    group = new RaftGroup(host, new RaftGroup.Seat(GROUP, 1, founders, homes),
        new RaftGroup.Machine(machine, machine, SnapshotPort.NONE, 0), log.group(GROUP), new SplittableRandom(2));
    group.start();
  }

  private static void fail(Throwable failure) { throw new AssertionError(failure); }

  private static EntryBytes bytes(String text) { return new EntryBytes(Bytes.utf8(text)); }

  private void disk() {
    lanes.run("log-writer");
    loop.run();
  }

  private void step(long fromStore, RaftMessage message) {
    group.step(fromStore, message);
    group.pump();
    loop.run();
  }

  private void becomeLeader() {
    for (int i = 0; i < 60 && sent.isEmpty(); i++) {
      loop.advance(100);
      group.tick();
      loop.run();
    }
    step(12, new PreVoteReply(2, 1, true));
    disk();
    step(12, new VoteReply(2, 1, true));
    disk();
    assertTrue(group.leads());
    step(12, new AppendAccepted(2, 1, 1, loop.nanoTime()));
    step(13, new AppendAccepted(3, 1, 1, loop.nanoTime()));
    lanes.run("apply");
    loop.run();
    sent.clear();
  }

  @Test
  void aLeadersEntriesLeaveBeforeItsOwnDiskHasThem() {
    open(THREE);
    becomeLeader();
    group.propose(bytes("a"));
    group.propose(bytes("b"));
    group.pump();
    assertEquals(1, log.group(GROUP).lastIndex(), "not even written");
    assertEquals(2, sent.size());
    assertEquals(2, assertInstanceOf(AppendRequest.class, message(0)).entries().size());
  }

  @Test
  void whatIsSentInATurnIsFlushedOnce() {
    open(THREE);
    becomeLeader();
    group.propose(bytes("a"));
    group.pump();
    loop.run();
    assertEquals("flush", sent.getLast());
    assertEquals(3, sent.size());
  }

  @Test
  void aFollowerAcknowledgesWhatItsDiskHas() {
    open(THREE);
    LogEntry entry = new LogEntry(1, 1, EntryKind.COMMAND, bytes("a"));
    step(12, new AppendRequest(2, 1, LogMark.ZERO, List.of(entry), 0, 5));
    assertEquals(List.of(), sent);
    lanes.step("log-writer");
    loop.run();
    assertEquals(List.of(), sent, "written, not synced");
    disk();
    assertInstanceOf(AppendAccepted.class, message(0));
    assertEquals(12, group.leaderStore());
  }

  @Test
  void aStateMachineThatIsBehindHoldsProposalsBackAndLosesNothing() {
    open(Membership.of(PeerSet.of(1)));
    disk();
    int taken = 0;
    ProposeOutcome outcome = group.propose(bytes("0"));
    while (outcome instanceof ProposeOutcome.Proposed && taken < 1_000) {
      taken++;
      group.pump();
      disk();
      outcome = group.propose(bytes("more " + taken));
    }
    assertEquals(new ProposeOutcome.Dropped(DropReason.BACKLOG_FULL), outcome);
    for (int i = 0; i < 20; i++) {
      lanes.run("apply");
      loop.run();
    }
    assertEquals(taken + 1L, applied.size());
    for (int i = 0; i < applied.size(); i++) assertEquals(i + 1L, applied.get(i));
    assertInstanceOf(ProposeOutcome.Proposed.class, group.propose(bytes("again")));
  }

  @Test
  void anAppliedMembershipIsFoundAgain() {
    open(Membership.of(PeerSet.of(1)));
    disk();
    lanes.run("apply");
    loop.run();
    PeerAddresses after = group.addresses().with(4, 14);
    group.proposeMembership(List.of(new PeerChange.AddLearner(4)), after);
    disk();
    lanes.run("apply");
    loop.run();
    Membership expected = Membership.of(PeerSet.of(1), PeerSet.of(4));
    assertEquals(expected, GroupRecord.membership(engine, GROUP).orElseThrow());
    assertEquals(after, GroupRecord.addresses(engine, GROUP).orElseThrow());
  }

  private Object message(int at) { return ((GroupMessage) sent.get(at)).message(); }

  private final class Wire implements Transport {
    @Override
    public void send(long store, GroupMessage message) { sent.add(message); }

    @Override
    public void request(long store, byte[] payload, long deadlineNanos, ReplyTarget reply) {
      throw new AssertionError("nobody asks here");
    }

    @Override
    public void flush() { sent.add("flush"); }
  }

  private final class Recorded implements GroupListener, ApplyTarget {
    private final ApplyWorker apply;

    Recorded(ApplyWorker apply) { this.apply = apply; }

    @Override
    public void roleChanged(SoftState state) {}

    @Override
    public void committed(long index) {}

    @Override
    public void apply(List<LogEntry> entries) { apply.submit(this, loop, entries); }

    @Override
    public void apply(List<LogEntry> entries, EngineBatch batch) {
      for (LogEntry entry : entries) applied.add(entry.index());
    }

    @Override
    public void applied(List<LogEntry> entries) { group.applied(entries.getLast().index()); }
  }
}
