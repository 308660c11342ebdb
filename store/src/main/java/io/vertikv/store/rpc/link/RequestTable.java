package io.vertikv.store.rpc.link;

import io.netty.util.collection.LongObjectHashMap;
import io.vertikv.store.rpc.RpcCounters;
import io.vertikv.store.rpc.Transport.ReplyTarget;
import io.vertikv.store.rpc.Transport.RequestFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The requests of one link that wait for answers. Numbers rise over all connections of the link, so that no answer can meet
 * a request of another connection. Each request is answered or fails once: whoever takes it out of the table tells it.
 */
final class RequestTable {
  private final DeadlineWheel deadlines;
  private final int requestsMax;
  private final RpcCounters counters;
  private final LongObjectHashMap<Pending> waiting = new LongObjectHashMap<>();
  private long lastNumber;
  /** Requests up to this number have been handed to the connection. */
  private long lastFlushed;

  private final class Pending extends Deadline {
    final long number;
    final ReplyTarget reply;

    Pending(long number, long deadlineNanos, ReplyTarget reply) {
      super(deadlineNanos);
      this.number = number;
      this.reply = reply;
    }

    @Override
    void expired() {
      // Another deadline of the same turn may have ended the link, and so failed this one.
      if (waiting.remove(number) == null) return;
      counters.requestsLate.increment();
      reply.failed(RequestFailure.DEADLINE);
    }
  }

  RequestTable(DeadlineWheel deadlines, int requestsMax, RpcCounters counters) {
    this.deadlines = deadlines;
    this.requestsMax = requestsMax;
    this.counters = counters;
  }

  int count() { return waiting.size(); }

  boolean isFull() { return waiting.size() >= requestsMax; }

  /** Notes a request and returns the number that it is to be sent with. */
  long add(long deadlineNanos, ReplyTarget reply) {
    Pending pending = new Pending(++lastNumber, deadlineNanos, reply);
    waiting.put(pending.number, pending);
    deadlines.add(pending);
    return pending.number;
  }

  /** Everything that was added has now been handed to the connection. */
  void flushed() { lastFlushed = lastNumber; }

  /** Who waits for this answer; null for nobody: it came after its deadline. */
  ReplyTarget take(long number) {
    Pending pending = waiting.remove(number);
    if (pending == null) return null;
    deadlines.remove(pending);
    return pending.reply;
  }

  /** The connection is gone, and with it all answers. */
  void failAll() {
    if (waiting.isEmpty()) return;
    List<Pending> lost = new ArrayList<>(waiting.values());
    lost.sort(Comparator.comparingLong(pending -> pending.number));
    waiting.clear();
    for (Pending each : lost) deadlines.remove(each);
    for (Pending each : lost) {
      boolean sent = each.number <= lastFlushed;
      (sent ? counters.requestsLost : counters.requestsNotSent).increment();
      each.reply.failed(sent ? RequestFailure.LOST : RequestFailure.NOT_SENT);
    }
  }
}
