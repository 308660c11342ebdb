package io.vertikv.txn.route;

import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.Transport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;

/** Between store 1 and the others: what was asked arrives in order, unless the connection is cut. */
final class Wire implements Transport {
  private record Question(long store, byte[] payload, ReplyTarget reply) {}

  private final VirtualTime time;
  private final LongFunction<RequestDesk.Clerk> clerks;
  /** Connections: store and how often it was cut. */
  private final Map<Long, Integer> cuts = new HashMap<>();
  private final List<Question> unsent = new ArrayList<>();
  private final Set<ReplyTarget> open = new LinkedHashSet<>();
  private final Map<ReplyTarget, Long> asked = new HashMap<>();
  final Set<Long> unreachable = new HashSet<>();
  /** Requests do not arrive. */
  final Set<Long> deaf = new HashSet<>();
  /** Answers do not arrive. */
  final Set<Long> dumb = new HashSet<>();
  /** Answers are not what was told. */
  boolean garbled;
  /** So many requests from now one finds no room; 0: none. */
  int missing;
  int requests;
  int flights;

  /** @param clerks of each store */
  Wire(VirtualTime time, LongFunction<RequestDesk.Clerk> clerks) {
    this.time = time;
    this.clerks = clerks;
  }

  @Override
  public void send(long store, GroupMessage message) { throw new UnsupportedOperationException(); }

  @Override
  public void request(long store, byte[] payload, long deadlineNanos, ReplyTarget reply) {
    requests++;
    if (unreachable.contains(store) || missing > 0 && --missing == 0) {
      time.loop().execute(() -> reply.failed(RequestFailure.NOT_SENT));
      return;
    }
    unsent.add(new Question(store, payload, reply));
    open.add(reply);
    asked.put(reply, store);
  }

  @Override
  public void flush() {
    if (unsent.isEmpty()) return;
    flights++;
    List<Question> together = List.copyOf(unsent);
    unsent.clear();
    for (Question each : together) {
      int cut = cuts.getOrDefault(each.store(), 0);
      time.loop().execute(() -> {
        if (cut == cuts.getOrDefault(each.store(), 0) && !deaf.contains(each.store())) arrive(each);
      });
    }
  }

  private void arrive(Question question) {
    clerks.apply(question.store()).asked(1, question.payload(), payload -> time.loop().execute(() -> {
      if (dumb.contains(question.store()) || !open.remove(question.reply())) return;
      question.reply().answered(garbled ? new byte[]{99} : payload);
    }));
  }

  /** Breaks the connection: what has not been answered is lost. */
  void cut(long store) {
    cuts.merge(store, 1, Integer::sum);
    for (ReplyTarget each : List.copyOf(open)) {
      if (asked.get(each) == store && open.remove(each)) each.failed(RequestFailure.LOST);
    }
  }

  /** The time for the answers is over. */
  void timeOut(long store) {
    for (ReplyTarget each : List.copyOf(open)) {
      if (asked.get(each) == store && open.remove(each)) each.failed(RequestFailure.DEADLINE);
    }
  }
}
