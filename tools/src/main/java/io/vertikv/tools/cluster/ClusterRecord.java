package io.vertikv.tools.cluster;

import io.vertikv.store.rpc.StoreAddress;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node remembers of itself and its cluster.
 *
 * @param nodeId drawn at the first start
 * @param incarnation how often it has been started
 * @param addresses where each store was reached when last heard of
 */
record ClusterRecord(long nodeId, long incarnation, String clusterName, Standing standing,
    SortedMap<Long, StoreAddress> addresses) {
  ClusterRecord {
    addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
    if (incarnation <= 0) throw new IllegalArgumentException("an incarnation must be positive: " + incarnation);
  }

  ClusterRecord startedAgain() { return new ClusterRecord(nodeId, incarnation + 1, clusterName, standing, addresses); }

  ClusterRecord with(Standing next) { return new ClusterRecord(nodeId, incarnation, clusterName, next, addresses); }

  ClusterRecord with(SortedMap<Long, StoreAddress> next) {
    return new ClusterRecord(nodeId, incarnation, clusterName, standing, next);
  }
}
