package io.vertikv.tools.server;

import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.store.rpc.StoreIdentity;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A store's place in its cluster, as it was agreed when the cluster was formed.
 *
 * @param founders the stores that hold the first replicas of every group
 * @param addresses where all stores are, as known now
 * @param watch tells the consumer whenever that changes
 */
record ClusterSeat(String cluster, StoreIdentity identity, SortedMap<Long, StoreAddress> founders,
    Supplier<Map<Long, StoreAddress>> addresses, Consumer<Consumer<Map<Long, StoreAddress>>> watch) {
  private static final long ONLY_STORE = 1;

  /** Of a node that is a cluster by itself, with no way to others. */
  static ClusterSeat alone(String cluster) {
    TreeMap<Long, StoreAddress> itself = new TreeMap<>();
    itself.put(ONLY_STORE, new StoreAddress("127.0.0.1", 1));
    return new ClusterSeat(cluster, new StoreIdentity(0, ONLY_STORE, 1), itself, Map::of, listener -> {});
  }

  long store() { return identity.store(); }

  boolean isAlone() { return identity.cluster() == 0; }

  boolean isFounder() { return founders.containsKey(store()); }
}
