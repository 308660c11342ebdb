package io.vertikv.tools.cluster;

import io.vertikv.store.rpc.StoreAddress;
import io.vertikv.store.rpc.StoreIdentity;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which store of which cluster this node is.
 *
 * @param incarnation rises with every start
 * @param founders the stores that the cluster was founded with, where they were then; the same on every node, for ever
 * @param addresses where each store was reached when last heard of
 */
public record ClusterIdentity(String clusterName, long clusterId, long storeId, long incarnation,
    SortedMap<Long, StoreAddress> founders, SortedMap<Long, StoreAddress> addresses) {
  public ClusterIdentity {
    founders = Collections.unmodifiableSortedMap(new TreeMap<>(founders));
    addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
  }

  static ClusterIdentity of(ClusterRecord record, Standing.Formed formed) {
    return new ClusterIdentity(record.clusterName(), formed.manifest().clusterId(), formed.storeId(),
        record.incarnation(), formed.manifest().addresses(), record.addresses());
  }

  /** What the wire between stores introduces this one with. */
  public StoreIdentity store() {
    return new StoreIdentity(clusterId, storeId, incarnation);
  }
}
