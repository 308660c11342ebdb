package io.vertikv.tools.cluster;

import io.vertikv.store.rpc.StoreAddress;
import java.util.Optional;

/** What nodes of one cluster name say to each other; everybody hears everything. */
public sealed interface ClusterMessage {
  /**
   * Who and where a node is and how far it has come: sent again and again, so that it may be lost. A reservation counts as
   * given once it was announced.
   *
   * @param beat rises with each announcement of one incarnation
   * @param clients where it serves them; empty before it does, and from nodes of a version that does not say
   */
  record Announcement(long nodeId, long incarnation, long beat, StoreAddress address, Standing standing,
      Optional<ClientAddress> clients)
      implements
        ClusterMessage {
    /** What was said before this is out of date. */
    boolean newerThan(Announcement other) {
      return incarnation != other.incarnation ? incarnation > other.incarnation : beat > other.beat;
    }
  }

  /** To all founders in it: promise to be part of this. */
  record Proposal(Manifest manifest) implements ClusterMessage {}

  /** From the proposer: the proposal of this cluster id was never decided and never will be. */
  record Release(long toNode, long clusterId) implements ClusterMessage {}

  /** From a node without a cluster to one of a cluster: may I join? */
  record AdmissionAsked(long fromNode, StoreAddress address, long toNode) implements ClusterMessage {}

  /** The answer. */
  record Admitted(long toNode, long storeId, Manifest manifest) implements ClusterMessage {}
}
