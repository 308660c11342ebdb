package io.vertikv.txn.route;

import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.txn.region.RegionOperation;

/** An operation that a leader in another process can run: it travels as bytes, and its outcome comes back as bytes. */
public interface PortableOperation extends RegionOperation {
  /** What {@link OperationReader} makes the same operation of, in another process of the same version or a later one. */
  void writeTo(ByteWriter out);

  /**
   * Operations of one number and one gateway run in the order of their submission: the number of their
   * {@link #lane}, since lanes do not travel.
   */
  default long laneNumber() {
    return 0;
  }

  /** A read that the replica of this store may answer; none of its lane that may write is on its way to the leader. */
  default boolean anyReplica() {
    return false;
  }

  /** How old the answer of that replica may be; 0: it misses nothing, Long.MAX_VALUE: however old. */
  default long staleNanosMax() {
    return 0;
  }
}
