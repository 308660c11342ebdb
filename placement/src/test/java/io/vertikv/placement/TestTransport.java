package io.vertikv.placement;

import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.Transport;
import java.util.ArrayDeque;

/** Holds what is asked until the test answers it. */
public final class TestTransport implements Transport {
  /** A request under way. */
  public record Asked(long store, byte[] payload, long deadlineNanos, ReplyTarget reply) {
    public void answer(RequestDesk.Clerk clerk) { clerk.asked(99, payload, reply::answered); }
  }

  private final ArrayDeque<Asked> queued = new ArrayDeque<>();
  private final ArrayDeque<Asked> asked = new ArrayDeque<>();

  /** The oldest request that was flushed; fails when there is none. */
  public Asked take() { return asked.remove(); }

  public int underWay() { return asked.size(); }

  @Override
  public void send(long store, GroupMessage message) { throw new AssertionError("nobody sends messages here"); }

  @Override
  public void request(long store, byte[] payload, long deadlineNanos, ReplyTarget reply) {
    queued.add(new Asked(store, payload, deadlineNanos, reply));
  }

  @Override
  public void flush() {
    asked.addAll(queued);
    queued.clear();
  }
}
