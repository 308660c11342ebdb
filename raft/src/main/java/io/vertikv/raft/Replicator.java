package io.vertikv.raft;

import io.vertikv.raft.log.EntryRead;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.LogMark;
import io.vertikv.raft.log.RaftLog;
import io.vertikv.raft.message.AppendRequest;
import io.vertikv.raft.message.Heartbeat;
import io.vertikv.raft.progress.Progress;
import io.vertikv.raft.progress.ProgressState;
import io.vertikv.raft.progress.ProgressTable;
import java.util.List;

/**
 * Sends the leader's log to everybody else. All sending happens in {@link #flush}, right before a hand-out: everything
 * that was proposed since the last one travels in one request, and its entries are the very list that the host writes.
 */
final class Replicator {
  private final Replica replica;
  private final ProgressTable table;

  Replicator(Replica replica, ProgressTable table) {
    this.replica = replica;
    this.table = table;
  }

  void flush() {
    for (int row = 0; row < table.size(); row++) {
      long peer = table.peerAt(row);
      Progress progress = table.at(row);
      if (progress.takeNudge(replica.log.lastIndex())) sendEmpty(peer, progress);
      while (isBehind(progress) && progress.maySend() && sendEntries(peer, progress)) {}
    }
  }

  private boolean isBehind(Progress progress) {
    long last = replica.log.lastIndex();
    return progress.next() <= last || progress.state() == ProgressState.PROBING && progress.matched() < last;
  }

  /** True when a request went out and there may be room for another. */
  private boolean sendEntries(long peer, Progress progress) {
    RaftLog log = replica.log;
    long next = progress.next();
    if (log.term(next - 1) < 0) return needSnapshot(peer, progress);
    if (next > log.lastIndex()) return sendEmpty(peer, progress);
    return switch (log.read(next, replica.config.appendBytesMax())) {
      case EntryRead.Available(List<LogEntry> entries) -> send(peer, progress, entries);
      case EntryRead.Loading _ -> {
        progress.awaitEntries(true);
        yield false;
      }
      case EntryRead.Compacted _ -> needSnapshot(peer, progress);
    };
  }

  private boolean sendEmpty(long peer, Progress progress) {
    if (replica.log.term(progress.next() - 1) < 0) return needSnapshot(peer, progress);
    return send(peer, progress, List.of());
  }

  private boolean send(long peer, Progress progress, List<LogEntry> entries) {
    RaftLog log = replica.log;
    long previous = progress.next() - 1;
    long commit = log.commitIndex();
    LogMark mark = new LogMark(previous, log.term(previous));
    replica.outbox.send(peer,
        new AppendRequest(replica.self, replica.ballot.term(), mark, entries, commit, replica.clock.now()));
    progress.onSent(entries.size(), previous + entries.size(), sizeBytes(entries));
    progress.onCommitSent(Math.min(commit, previous + entries.size()));
    return true;
  }

  /** A peer that does not answer gets none: it would be old before it is wanted. */
  private boolean needSnapshot(long peer, Progress progress) {
    if (progress.isActive()) {
      long atLeast = replica.log.firstIndex() - 1;
      progress.becomeSnapshotting(atLeast);
      replica.outbox.needSnapshot(peer, atLeast);
    } else {
      progress.pause();
      progress.awaitEntries(true);
    }
    return false;
  }

  void heartbeat(long readRound) {
    for (int row = 0; row < table.size(); row++) {
      table.at(row).awaitEntries(false);
      heartbeat(table.peerAt(row), table.at(row), readRound);
    }
  }

  /** The commit index is cut to what the follower is known to hold: the rest of its log may not be ours. */
  void heartbeat(long peer, Progress progress, long readRound) {
    long commit = Math.min(replica.log.commitIndex(), progress.matched());
    replica.outbox.send(peer,
        new Heartbeat(replica.self, replica.ballot.term(), commit, readRound, replica.clock.now()));
    progress.onCommitSent(commit);
  }

  private static long sizeBytes(List<LogEntry> entries) {
    long bytes = 0;
    for (int i = 0; i < entries.size(); i++) bytes += entries.get(i).sizeBytes();
    return bytes;
  }
}
