package io.vertikv.tools.cluster;

import io.vertikv.store.rpc.StoreAddress;
import io.vertx.core.Future;

/** What a node of a cluster needs to let others in: store ids, from whoever gives them out. */
@FunctionalInterface
public interface StoreAdmission {
  /**
   * The store id of this node; the same one each time that the same node asks, also of another member, and never that of
   * another node. A failure is told to nobody: the node asks again.
   */
  Future<Long> admit(long nodeId, StoreAddress address);
}
