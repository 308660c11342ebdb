package io.vertikv.raft;

import io.vertikv.raft.message.ReadIndexReply;
import io.vertikv.raft.message.ReadIndexRequest;
import io.vertikv.raft.ready.ReadContext;
import java.util.ArrayList;
import java.util.List;

/** Reads at a follower: one question to the leader for all that wait; those that come meanwhile share the next one. */
final class FollowerReads {
  private final Replica replica;
  private List<ReadContext> waiting = new ArrayList<>();
  private List<ReadContext> asked = new ArrayList<>();
  private long batch;
  private long askedSince;

  FollowerReads(Replica replica) { this.replica = replica; }

  void add(ReadContext context) {
    boolean hopeless = replica.leader() == 0 || waiting.size() + asked.size() >= replica.config.waitingReadsMax();
    if (hopeless) replica.outbox.readFailed(context);
    else waiting.add(context);
  }

  boolean wantsFlush() { return asked.isEmpty() && !waiting.isEmpty(); }

  void flush() {
    if (!wantsFlush()) return;
    List<ReadContext> free = asked;
    asked = waiting;
    waiting = free;
    batch = replica.nextReadBatch();
    ask();
  }

  /** Question or answer may be lost. A later index serves the same reads as well. */
  void onTick(long patienceNanos) {
    if (asked.isEmpty()) return;
    askedSince += patienceNanos;
    if (askedSince >= replica.config.heartbeatNanos()) ask();
  }

  void on(ReadIndexReply reply) {
    if (reply.batch() != batch) return;
    for (ReadContext context : asked) replica.outbox.readAt(context, reply.index());
    asked.clear();
  }

  void failAll() {
    for (ReadContext context : asked) replica.outbox.readFailed(context);
    for (ReadContext context : waiting) replica.outbox.readFailed(context);
    asked.clear();
    waiting.clear();
  }

  private void ask() {
    askedSince = 0;
    replica.outbox.send(replica.leader(), new ReadIndexRequest(replica.self, replica.ballot.term(), batch));
  }
}
