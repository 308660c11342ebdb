package io.vertikv.store.rpc.link;

import io.vertikv.store.rpc.StoreAddress;

/** Opens connections to other stores. */
public interface Dialer {
  /** Tells {@code attempt}, later and on the caller's loop, how it went: exactly one of its methods is called. */
  void dial(StoreAddress address, Attempt attempt);

  interface Attempt {
    /** From now on the connection reports to the events that are returned. */
    Connection.Events opened(Connection connection);

    void failed(String reason);
  }
}
