package io.vertikv.placement.ids;

import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.Transport;
import java.util.function.Consumer;

/** Answers other stores' wishes for ids, on the loop of the source. */
public final class IdServer implements RequestDesk.Clerk {
  private final IdSource ids;
  private final Transport transport;

  /** @param transport is flushed for answers, which come when an entry is applied */
  public IdServer(IdSource ids, Transport transport) {
    this.ids = ids;
    this.transport = transport;
  }

  @Override
  public void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) {
    RequestKey key;
    try {
      key = IdWire.key(payload);
    } catch (MalformedBytes e) {
      answer.accept(IdWire.encode(new IdOutcome.Refused(e.getMessage())));
      return;
    }
    ids.allocate(key, outcome -> {
      answer.accept(IdWire.encode(outcome));
      transport.flush();
    });
  }
}
