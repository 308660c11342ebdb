package io.vertikv.txn.route;

import io.vertikv.txn.region.RegionOperation;

/** Reads at this store's replica of a region, whoever leads it. Used on the replica's loop. */
public interface LocalReads {
  /** Runs a reading operation on a state that is no older than this call, and tells it on this loop how that went. */
  void readHere(RegionOperation operation);
}
