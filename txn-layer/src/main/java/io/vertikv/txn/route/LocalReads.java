package io.vertikv.txn.route;

import io.vertikv.txn.region.RegionOperation;

/** Reads at this store's replica of a region, whoever leads it. Used on the replica's loop. */
public interface LocalReads {
  /**
   * Runs a reading operation on a state that is not older than that when it is called, and tells it on this loop how that
   * went.
   *
   * @param staleNanosMax 0: on one that misses nothing; Long.MAX_VALUE: on what there is, without asking anybody
   */
  void readHere(RegionOperation operation, long staleNanosMax);
}
