package io.vertikv.tools.server;

import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.store.rpc.StoreIdentity;
import io.vertikv.tools.cluster.ClientAddress;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A store's place in its cluster, as it was agreed when the cluster was formed.
 *
 * @param founders the stores that hold the first replicas of every group
 * @param addresses where all stores are, as known now
 * @param watch tells the consumer whenever that changes
 */
record ClusterSeat(String cluster, StoreIdentity identity, SortedSet<Long> founders,
    Supplier<Map<Long, StoreAddress>> addresses, Consumer<Consumer<Map<Long, StoreAddress>>> watch, Clients clients) {
  /**
   * Where stores serve Redis clients.
   *
   * @param known of which stores, as heard by now
   * @param open tells the others that this store does there
   */
  record Clients(Supplier<Map<Long, ClientAddress>> known, Consumer<ClientAddress> open) {}

  private static final long ONLY_STORE = 1;
  private static final long NO_CLUSTER = 0;

  /** Of a node that is a cluster by itself, with no way to others. */
  static ClusterSeat alone(String cluster) {
    return new ClusterSeat(cluster, new StoreIdentity(NO_CLUSTER, ONLY_STORE, 1), new TreeSet<>(Set.of(ONLY_STORE)),
        Map::of, listener -> {}, new Clients(Map::of, at -> {}));
  }

  long store() { return identity.store(); }

  boolean isAlone() { return identity.cluster() == NO_CLUSTER; }

  boolean isFounder() { return founders.contains(store()); }
}
