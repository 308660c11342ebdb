package io.vertikv.raft;

import io.vertikv.raft.message.ReadIndexReply;
import io.vertikv.raft.progress.Progress;
import io.vertikv.raft.progress.ProgressTable;
import io.vertikv.raft.quorum.AckedIndex;
import io.vertikv.raft.quorum.JointQuorum;
import io.vertikv.raft.ready.ReadContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Read index (dissertation §6.4): a read is answered at the commit index of a moment after it arrived, once a quorum
 * has confirmed that this was still the leader after that moment. All reads that wait at a hand-out share a round; a
 * heartbeat carries the number of the newest round, and an answer to a round confirms all before it. The lease is not
 * consulted here: who wants to rely on it reads the clock himself.
 */
final class LeaderReads {
  private record Round(long number, long index, List<ReadContext> contexts) {}

  /** A read that waits at a follower. */
  private record RemoteRead(long peer, long batch) implements ReadContext {}

  private final Replica replica;
  private final ProgressTable table;
  private final ArrayDeque<Round> rounds = new ArrayDeque<>();
  private final AckedIndex acked;
  private List<ReadContext> waiting = new ArrayList<>();
  private int inRounds;
  private long round;

  LeaderReads(Replica replica, ProgressTable table) {
    this.replica = replica;
    this.table = table;
    acked = peer -> {
      if (peer == replica.self) return Long.MAX_VALUE;
      Progress progress = table.of(peer);
      return progress == null ? 0 : progress.ackedRound();
    };
  }

  /** The round that heartbeats carry. */
  long round() { return round; }

  boolean isEmpty() { return waiting.isEmpty() && rounds.isEmpty(); }

  boolean hasWaiting() { return !waiting.isEmpty(); }

  void add(ReadContext context) {
    if (waiting.size() + inRounds >= replica.config.waitingReadsMax()) fail(context);
    else waiting.add(context);
  }

  void addRemote(long peer, long batch) {
    RemoteRead read = new RemoteRead(peer, batch);
    // A repeated question is answered once, by the latest.
    if (!waiting.contains(read)) add(read);
  }

  /** True when a new round begins, which heartbeats must carry to everybody. The caller has committed in its term. */
  boolean beginRound(JointQuorum quorum) {
    if (waiting.isEmpty()) return false;
    rounds.addLast(new Round(++round, replica.log.commitIndex(), waiting));
    inRounds += waiting.size();
    waiting = new ArrayList<>();
    return !onRoundAcked(quorum);
  }

  /** True when nothing is left to confirm. */
  boolean onRoundAcked(JointQuorum quorum) {
    if (rounds.isEmpty()) return true;
    long confirmed = quorum.committedIndex(acked);
    while (!rounds.isEmpty() && rounds.peekFirst().number <= confirmed) {
      Round done = rounds.pollFirst();
      inRounds -= done.contexts.size();
      for (ReadContext context : done.contexts) answer(context, done.index);
    }
    return rounds.isEmpty();
  }

  void failAll() {
    for (Round open : rounds) open.contexts.forEach(this::fail);
    waiting.forEach(this::fail);
    rounds.clear();
    waiting.clear();
    inRounds = 0;
  }

  private void answer(ReadContext context, long index) {
    if (!(context instanceof RemoteRead(long peer, long batch))) {
      replica.outbox.readAt(context, index);
      return;
    }
    replica.outbox.send(peer, new ReadIndexReply(replica.self, replica.ballot.term(), batch, index));
  }

  /** A follower that gets no answer asks again or learns of the next leader. */
  private void fail(ReadContext context) {
    if (!(context instanceof RemoteRead)) replica.outbox.readFailed(context);
  }
}
