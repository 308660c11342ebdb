package io.vertikv.store.group;

import io.vertikv.raft.RaftConfig;
import io.vertikv.raft.RaftNode;
import io.vertikv.raft.RaftStatus;
import io.vertikv.raft.RestoredState;
import io.vertikv.raft.invariant.Invariant;
import io.vertikv.raft.log.AppendAck;
import io.vertikv.raft.log.HardState;
import io.vertikv.raft.log.IndexRange;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.Payload;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.ready.LogAppend;
import io.vertikv.raft.ready.ProposeOutcome;
import io.vertikv.raft.ready.Ready;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.raftlog.Admission;
import io.vertikv.store.raftlog.AckTarget;
import io.vertikv.store.raftlog.GroupLog;
import io.vertikv.store.raftlog.LogOperation;
import io.vertikv.store.raftlog.LogWriter;
import io.vertikv.store.raftlog.StoredEntry;
import io.vertikv.store.raftlog.StoredState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One replica of a Raft group on its loop: asks the pure node what it wants done, gets it done by the log writer and the
 * state machine, and reports back. Everything but the constructor runs on the loop.
 *
 * <p>Entries are kept in memory from the moment they are appended until they are handed to the state machine. Those found in
 * the log at the start are not: there may be many, so the state machine reads them off the loop ({@link Replay}).
 */
public final class RaftGroup implements AckTarget {
  /** Identity and place of a replica. */
  public record Seat(long group, long peer, Membership membership) {}

  /** Committed entries that recovery found in the log: first to last, inclusive; to be read and applied off the loop. */
  public interface Replay {
    void replay(GroupLog log, long first, long last);
  }

  private final Seat seat;
  private final GroupLog log;
  private final LogWriter writer;
  private final Loop loop;
  private final RaftNode node;
  private final GroupListener listener;
  private final Replay replay;
  private final long recoveredLast;
  private final ArrayDeque<LogEntry> appended = new ArrayDeque<>();
  private final ArrayDeque<AppendAck> acks = new ArrayDeque<>();
  /** Operations that the writer would not take yet, in order. */
  private final ArrayDeque<LogOperation> refused = new ArrayDeque<>();
  private boolean diskFull;
  private long loggedNanos;

  /**
   * @param applied what the state machine holds durably
   * @param log the group's part of the store's log; read here, so call this where blocking is allowed
   */
  public RaftGroup(Seat seat, RaftConfig config, long applied, GroupLog log, LogWriter writer, Loop loop,
      GroupListener listener, Replay replay, RandomGenerator random) {
    this.seat = seat;
    this.log = log;
    this.writer = writer;
    this.loop = loop;
    this.listener = listener;
    this.replay = replay;
    this.recoveredLast = log.lastIndex();
    StoredState state = log.state();
    StoredLogReader reader = new StoredLogReader(log, appended);
    RestoredState restored = new RestoredState(new HardState(state.term(), state.vote(), state.commit()),
        seat.membership(), applied, reader);
    this.node = new RaftNode(config, seat.peer(), restored, random, loop.nanoTime());
    reader.neverBlock();
  }

  public long id() { return seat.group(); }

  /** The only voter need not wait for anyone. */
  public void start() {
    if (seat.membership().voters().size() == 1 && seat.membership().isVoter(seat.peer())) node.campaign();
    pump();
  }

  public void tick() {
    retryRefused();
    node.tick(loop.nanoTime());
    pump();
  }

  /** Takes the payload into the log; call {@link #pump} at the end of the turn. */
  public ProposeOutcome propose(Payload payload) {
    return node.propose(payload);
  }

  /** True when this replica may answer reads alone at this instant (R9). */
  public boolean leaseValid() {
    return node.leaseValid(loop.nanoTime());
  }

  public boolean leads() { return node.isLeader(); }

  public long leader() { return node.leader(); }

  public long term() { return node.term(); }

  /** True while the log takes no entries because the disk is full. */
  public boolean diskFull() { return diskFull; }

  /** When this replica's log last told that it has what it was given; for measuring. */
  public long loggedNanos() {
    return loggedNanos;
  }

  /** For people and metrics; on the loop. */
  public RaftStatus status() {
    return node.status();
  }

  /** The state machine's engine has everything up to this index. */
  public void applied(long index) {
    node.onApplied(index);
  }

  /** Entries up to this index survive a crash in the engine: the log may forget them. */
  public void compact(long index) {
    if (index > log.mark().index()) enqueue(new LogOperation.Compact(seat.group(), index));
  }

  /** Does everything that the node wants done, until it wants nothing more. */
  public void pump() {
    while (node.hasReady()) handle(node.ready());
  }

  private void handle(Ready ready) {
    Invariant.check(ready.sendNow().isEmpty() && ready.restore().isEmpty(), "group %s has no peers to talk to", id());
    if (ready.softState().isPresent()) listener.roleChanged(ready.softState().get());
    if (ready.append().isPresent()) append(ready.append().get());
    listener.committed(ready.commitIndex());
    if (!ready.committed().isEmpty()) apply(ready.committed());
  }

  private void append(LogAppend append) {
    if (append.truncateFrom() > 0) {
      while (!appended.isEmpty() && appended.peekLast().index() >= append.truncateFrom()) appended.removeLast();
      if (append.entries().isEmpty()) enqueue(new LogOperation.Truncate(id(), append.truncateFrom()));
    }
    List<StoredEntry> entries = new ArrayList<>(append.entries().size());
    for (LogEntry entry : append.entries()) {
      appended.add(entry);
      entries.add(EntryCodec.stored(entry));
    }
    HardState hard = append.hardState();
    StoredState state = new StoredState(hard.term(), hard.vote(), hard.commit());
    acks.add(append.ack());
    enqueue(new LogOperation.Append(id(), Optional.of(state), entries));
  }

  private void enqueue(LogOperation operation) {
    refused.add(operation);
    retryRefused();
  }

  private void retryRefused() {
    while (!refused.isEmpty()) {
      Admission admission = writer.append(refused.peek(), loop, this);
      diskFull = admission == Admission.DISK_FULL;
      if (admission != Admission.ACCEPTED) return;
      refused.poll();
    }
  }

  @Override
  public void onDurable(LogOperation operation) {
    if (operation instanceof LogOperation.Append) {
      loggedNanos = loop.nanoTime();
      node.onAppended(acks.poll());
      pump();
    }
  }

  private void apply(IndexRange committed) {
    long first = committed.first();
    if (first <= recoveredLast) {
      long last = Math.min(committed.last(), recoveredLast);
      replay.replay(log, first, last);
      first = last + 1;
    }
    if (first > committed.last()) return;
    List<LogEntry> entries = new ArrayList<>((int) (committed.last() - first + 1));
    for (long index = first; index <= committed.last(); index++) {
      LogEntry entry = appended.poll();
      Invariant.check(entry != null && entry.index() == index, "entry %s is not at hand to be applied", index);
      entries.add(entry);
    }
    listener.apply(entries);
  }
}
