package io.vertikv.txn.route;

import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.txn.region.RegionOperation;

/** An operation that a leader in another process can run: it travels as bytes, and its outcome comes back as bytes. */
public interface PortableOperation extends RegionOperation {
  /** What {@link OperationReader} makes the same operation of, in another process of the same version or a later one. */
  void writeTo(ByteWriter out);
}
