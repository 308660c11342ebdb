package io.vertikv.placement.cluster;

import io.vertikv.placement.rule.StoreLabels;

/**
 * A store as the cluster has it on record.
 *
 * @param draining an operator wants no leaders on it, for a restart say; its replicas stay
 */
public record StoreRecord(long id, StoreAddresses addresses, StoreLabels labels, StoreLife life, boolean draining) {
  public StoreRecord {
    if (id <= 0) throw new IllegalArgumentException("a store's id is positive: " + id);
  }

  StoreRecord with(StoreLife next) { return new StoreRecord(id, addresses, labels, next, draining); }

  StoreRecord with(boolean drain) { return new StoreRecord(id, addresses, labels, life, drain); }
}
