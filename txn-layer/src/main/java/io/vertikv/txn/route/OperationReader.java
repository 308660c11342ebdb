package io.vertikv.txn.route;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionOperation;

/** Makes operations of other front ends runnable here. Called on the loop of the region. */
public interface OperationReader {
  /**
   * Only {@code mode}, {@code keys}, {@code run} and {@code outcome} of what comes back are used.
   *
   * @param in just this operation
   * @throws io.vertikv.store.bytes.MalformedBytes when it is none
   */
  RegionOperation read(ByteReader in);

  /** Why an operation made here is not to be run now; null: it may be. */
  default RegionFailure refusal(RegionOperation read) {
    return null;
  }
}
