package io.vertikv.txn.route;

/** This store's replicas of regions. Any thread. */
public interface Replicas {
  /** Null: there is none of the region here, at the moment. */
  RoutedGateway.Replica find(long region);
}
