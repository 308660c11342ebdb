package io.vertikv.tools.cluster;

import java.util.List;
import java.util.Optional;

/**
 * What a {@link Formation} wants done, in this order.
 *
 * @param persist to be on disk, synced, before anything else of this step is done
 * @param send afterwards, to everybody
 * @param ask afterwards, on behalf of a node that wants to join; the answer goes to {@link Formation#admitted}
 */
record Step(Optional<Standing> persist, List<ClusterMessage> send, Optional<ClusterMessage.AdmissionAsked> ask) {
  static final Step NOTHING = new Step(Optional.empty(), List.of(), Optional.empty());

  Step {
    send = List.copyOf(send);
  }
}
