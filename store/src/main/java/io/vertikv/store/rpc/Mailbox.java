package io.vertikv.store.rpc;

import java.util.List;
import java.util.function.Consumer;

/**
 * What a loop receives from other stores; called on that loop. What is sent within one of these calls leaves when it returns;
 * what is sent later, answers included, with the loop's next {@link Transport#flush}.
 */
public interface Mailbox {
  /** All Raft messages for this loop that one read of a connection brought, in the order of their sending. */
  void received(long fromStore, List<GroupMessage> messages);

  /** A request; {@code answer} takes its reply on this loop, at most once, now or later. */
  void asked(long fromStore, byte[] payload, Consumer<byte[]> answer);

  /** The connection to the store broke, or a heartbeat of stores was missed: its leaders may be gone. */
  void disconnected(long store);
}
