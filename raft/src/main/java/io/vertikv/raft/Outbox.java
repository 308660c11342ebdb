package io.vertikv.raft;

import io.vertikv.raft.log.IndexRange;
import io.vertikv.raft.log.RaftLog;
import io.vertikv.raft.message.Envelope;
import io.vertikv.raft.message.RaftMessage;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.ready.LogAppend;
import io.vertikv.raft.ready.ReadContext;
import io.vertikv.raft.ready.ReadOutcome;
import io.vertikv.raft.ready.Ready;
import io.vertikv.raft.ready.SnapshotNeed;
import io.vertikv.raft.ready.SoftState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has been decided and not yet handed to the host. The one rule that lives here: nothing leaves before the term
 * that it speaks for is durable. That alone lets a sole voter lead at once and a leader send before its own fsync.
 */
final class Outbox {
  private final Ballot ballot;
  private final RaftLog log;
  private final Safety safety;
  private List<Envelope> now = new ArrayList<>();
  private List<Envelope> afterSync = new ArrayList<>();
  private List<ReadOutcome> reads = new ArrayList<>();
  private List<SnapshotNeed> snapshotsNeeded = new ArrayList<>();
  private SnapshotMark restore;
  private long reportedCommit;

  Outbox(Ballot ballot, RaftLog log, Safety safety) {
    this.ballot = ballot;
    this.log = log;
    this.safety = safety;
    reportedCommit = log.commitIndex();
  }

  void send(long to, RaftMessage message) {
    if (ballot.isTermDurable()) now.add(new Envelope(to, message));
    else sendAfterSync(to, message);
  }

  /** For a message that promises something: a vote, an entry. */
  void sendAfterSync(long to, RaftMessage message) {
    List<Envelope> queue = safety.promisesWaitForSync() ? afterSync : now;
    queue.add(new Envelope(to, message));
  }

  void readAt(ReadContext context, long index) { reads.add(new ReadOutcome.ReadState(context, index)); }

  void readFailed(ReadContext context) { reads.add(new ReadOutcome.ReadFailed(context)); }

  void needSnapshot(long peer, long atLeast) { snapshotsNeeded.add(new SnapshotNeed(peer, ballot.term(), atLeast)); }

  void restore(SnapshotMark snapshot) { restore = snapshot; }

  boolean isEmpty(boolean mayApply) {
    return now.isEmpty() && afterSync.isEmpty() && reads.isEmpty() && snapshotsNeeded.isEmpty() && restore == null
        && !ballot.isChanged()
        && !log.hasUnhanded() && reportedCommit == log.commitIndex() && !(mayApply && log.hasCommitted());
  }

  Ready drain(boolean mayApply, Optional<SoftState> softState) {
    Optional<LogAppend> append = append();
    reportedCommit = log.commitIndex();
    IndexRange committed = mayApply ? log.handOutCommitted() : IndexRange.EMPTY;
    Ready ready = new Ready(orEmpty(now), append, committed, reportedCommit, orEmpty(reads), softState,
        orEmpty(snapshotsNeeded),
        Optional.ofNullable(restore));
    now = renewed(now);
    reads = renewed(reads);
    snapshotsNeeded = renewed(snapshotsNeeded);
    restore = null;
    return ready;
  }

  private Optional<LogAppend> append() {
    if (!ballot.isChanged() && !log.hasUnhanded() && afterSync.isEmpty()) return Optional.empty();
    long truncateFrom = log.truncateFrom();
    List<Envelope> messages = orEmpty(afterSync);
    afterSync = renewed(afterSync);
    return Optional.of(
        new LogAppend(ballot.handOut(log.commitIndex()), truncateFrom, log.handOut(), messages,
            log.expectAck(ballot.term())));
  }

  /** What is handed out is never touched again; an empty list stays here for the next round. */
  private static <T> List<T> orEmpty(List<T> list) {
    return list.isEmpty() ? List.of() : list;
  }

  private static <T> List<T> renewed(List<T> list) { return list.isEmpty() ? list : new ArrayList<>(); }
}
