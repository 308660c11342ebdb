package io.vertikv.store.group;

import io.vertikv.raft.message.Envelope;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.Transport;

/**
 * The way of all groups of one loop to other stores. Whatever they send in a turn leaves together: the first message asks
 * for one flush behind what the loop has queued.
 */
public final class GroupWire {
  private final Loop loop;
  private final Transport transport;
  private boolean flushing;

  public GroupWire(Loop loop, Transport transport) {
    this.loop = loop;
    this.transport = transport;
  }

  void send(long group, long store, Envelope envelope) {
    transport.send(store, new GroupMessage(group, envelope.to(), envelope.message()));
    if (flushing) return;
    flushing = true;
    loop.execute(this::flush);
  }

  private void flush() {
    flushing = false;
    transport.flush();
  }
}
