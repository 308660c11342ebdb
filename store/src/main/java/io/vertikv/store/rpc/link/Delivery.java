package io.vertikv.store.rpc.link;

import io.vertikv.store.rpc.GroupMessage;
import java.util.ArrayList;
import java.util.List;

/** What one link received in one go for one loop. */
final class Delivery {
  record Question(long number, byte[] payload) {}

  final IncomingLink link;
  final List<GroupMessage> messages = new ArrayList<>();
  final List<Question> questions = new ArrayList<>();
  /** About what it weighs: its bytes on the wire. */
  long bytes;

  Delivery(IncomingLink link) { this.link = link; }
}
