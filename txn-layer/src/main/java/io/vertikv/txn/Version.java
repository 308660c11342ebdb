package io.vertikv.txn;

/** Which version of a key was seen. Its timestamp is known once the transaction that saw it has completed. */
public interface Version {
  /** commit_ts of the version; 0 when the key was absent without a trace. */
  long commitTs();
}
