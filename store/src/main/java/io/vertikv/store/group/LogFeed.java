package io.vertikv.store.group;

import io.vertikv.raft.log.AppendAck;
import io.vertikv.raft.log.HardState;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.message.Envelope;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.ready.LogAppend;
import io.vertikv.store.raftlog.AckTarget;
import io.vertikv.store.raftlog.Admission;
import io.vertikv.store.raftlog.LogOperation;
import io.vertikv.store.raftlog.StoredEntry;
import io.vertikv.store.raftlog.StoredMark;
import io.vertikv.store.raftlog.StoredState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Passes a group's operations to the store's log, in order, and remembers what has to happen when each is durable. What
 * the log does not take now is offered again at every tick; it stays little, because Raft bounds what is not committed.
 */
final class LogFeed {
  /** What waits for an append to be durable. */
  record Promise(AppendAck ack, List<Envelope> messages) {}

  private final long group;
  private final GroupHost host;
  private final HostedLog log;
  private final HeldEntries held;
  private final AckTarget target;
  private final ArrayDeque<Promise> promises = new ArrayDeque<>();
  private final ArrayDeque<LogOperation> refused = new ArrayDeque<>();
  /** As of the newest append, durable or not. */
  private StoredState state;
  private boolean diskFull;

  LogFeed(long group, GroupHost host, HostedLog log, HeldEntries held, StoredState state, AckTarget target) {
    this.group = group;
    this.host = host;
    this.log = log;
    this.held = held;
    this.state = state;
    this.target = target;
  }

  boolean diskFull() { return diskFull; }

  /** Everything that was handed out is durable. */
  boolean settled() { return promises.isEmpty() && refused.isEmpty(); }

  void append(LogAppend append) {
    if (append.truncateFrom() > 0) {
      log.truncate(append.truncateFrom());
      if (append.entries().isEmpty()) enqueue(new LogOperation.Truncate(group, append.truncateFrom()));
    }
    List<StoredEntry> entries = new ArrayList<>(append.entries().size());
    for (LogEntry entry : append.entries()) {
      held.add(entry);
      entries.add(EntryCodec.stored(entry));
    }
    HardState hard = append.hardState();
    state = new StoredState(hard.term(), hard.vote(), hard.commit());
    promises.add(new Promise(append.ack(), append.sendAfterSync()));
    enqueue(new LogOperation.Append(group, Optional.of(state), entries));
  }

  /** The oldest append is durable. */
  Promise durable() { return promises.poll(); }

  void compact(long index) { enqueue(new LogOperation.Compact(group, index)); }

  void reset(SnapshotMark mark) {
    StoredState kept = new StoredState(state.term(), state.vote(), Math.max(state.commit(), mark.last().index()));
    StoredMark at = new StoredMark(mark.last().index(), mark.last().term());
    enqueue(new LogOperation.Reset(group, kept, at));
  }

  void retry() {
    while (!refused.isEmpty()) {
      Admission admission = host.log().append(refused.peek(), host.loop(), target);
      diskFull = admission == Admission.DISK_FULL;
      if (admission != Admission.ACCEPTED) return;
      refused.poll();
    }
  }

  private void enqueue(LogOperation operation) {
    refused.add(operation);
    retry();
  }
}
