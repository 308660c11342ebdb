package io.vertikv.store.rpc;

import java.util.List;
import java.util.function.Consumer;

/** What a loop receives from other stores; called on that loop. */
public interface Mailbox {
  /** All Raft messages of one frame, in the order of their sending. */
  void received(long fromStore, List<GroupMessage> messages);

  /** A request; {@code answer} takes its reply on this loop, at most once, now or later. */
  void asked(long fromStore, byte[] payload, Consumer<byte[]> answer);

  /** The connection to the store broke, or a heartbeat of stores was missed: its leaders may be gone. */
  void disconnected(long store);
}
