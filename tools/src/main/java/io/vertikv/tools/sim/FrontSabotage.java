package io.vertikv.tools.sim;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.Transport;
import io.vertikv.txn.route.OperationReader;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/** Ports of the router that do something wrong; see {@link Mutation}. */
final class FrontSabotage {
  private FrontSabotage() {}

  /** What had no answer counts as never sent. */
  static Transport forgettingThatItSent(Transport transport) {
    return new Wrapped(transport) {
      @Override
      ReplyTarget wrap(long store, ReplyTarget reply) {
        return new ReplyTarget() {
          @Override
          public void answered(byte[] payload) { reply.answered(payload); }

          @Override
          public void failed(RequestFailure failure) { reply.failed(RequestFailure.NOT_SENT); }
        };
      }
    };
  }

  /** The answers of a store go to whoever has waited longest for one of it, although some overtake others. */
  static Transport answeringInOrder(Transport transport) {
    return new Wrapped(transport) {
      private final Map<Long, Queue<ReplyTarget>> waiting = new TreeMap<>();

      @Override
      ReplyTarget wrap(long store, ReplyTarget reply) {
        Queue<ReplyTarget> line = waiting.computeIfAbsent(store, absent -> new ArrayDeque<>());
        line.add(reply);
        return new ReplyTarget() {
          @Override
          public void answered(byte[] payload) {
            ReplyTarget first = line.poll();
            if (first != null) first.answered(payload);
          }

          @Override
          public void failed(RequestFailure failure) { if (line.remove(reply)) reply.failed(failure); }
        };
      }
    };
  }

  /** The leader does not learn what a block's client has watched. */
  static OperationReader withoutWatches(OperationReader reader) {
    return in -> {
      ByteReader copy = new ByteReader(in.rest());
      return reader.read(new ByteReader(withoutWatched(copy)));
    };
  }

  private static byte[] withoutWatched(ByteReader in) {
    int block = 2;
    ByteWriter out = new ByteWriter().u8(in.u8());
    int kind = in.u8();
    out.u8(kind);
    if (kind != block) return out.raw(in.rest()).toByteArray();
    for (long count = in.varint(); count > 0; count--) {
      in.varint();
      in.sized();
      in.varint();
      in.u64();
      in.u8();
    }
    return out.varint(0).raw(in.rest()).toByteArray();
  }

  abstract static class Wrapped implements Transport {
    private final Transport transport;

    Wrapped(Transport transport) { this.transport = transport; }

    abstract ReplyTarget wrap(long store, ReplyTarget reply);

    @Override
    public void send(long store, GroupMessage message) { transport.send(store, message); }

    @Override
    public void request(long store, byte[] payload, long deadlineNanos, ReplyTarget reply) {
      transport.request(store, payload, deadlineNanos, wrap(store, reply));
    }

    @Override
    public void flush() { transport.flush(); }
  }
}
