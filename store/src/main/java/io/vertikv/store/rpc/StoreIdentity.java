package io.vertikv.store.rpc;

/**
 * Who a store is. Connections are made only within one cluster, and only with the newest life of a store.
 *
 * @param cluster drawn once, when the cluster was formed
 * @param store unique in the cluster and never reused
 * @param incarnation rises with every start of the store, so that what an older process left behind is told apart
 */
public record StoreIdentity(long cluster, long store, long incarnation) {
  public StoreIdentity {
    if (store <= 0) throw new IllegalArgumentException("a store's id must be positive: " + store);
    if (incarnation <= 0) throw new IllegalArgumentException("an incarnation must be positive: " + incarnation);
  }
}
