package io.vertikv.store.rpc;

import io.vertikv.store.loop.Loop;

/** The transport of a store that is alone: nobody is in reach. */
public record NoTransport(Loop loop) implements Transport {
  @Override
  public void send(long store, GroupMessage message) {}

  @Override
  public void request(long store, byte[] payload, long deadlineNanos, ReplyTarget reply) {
    loop.execute(() -> reply.failed(RequestFailure.NOT_SENT));
  }

  @Override
  public void flush() {}
}
