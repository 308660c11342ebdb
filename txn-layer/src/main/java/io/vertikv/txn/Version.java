package io.vertikv.txn;

/** Which version of a key was seen. Its timestamp is known once the transaction that saw it has completed. */
public interface Version {
  /** Later than every version that is known: of one that was written and has no timestamp yet. */
  long UNDECIDED = Long.MAX_VALUE;

  /** commit_ts of the version; 0 when the key was absent without a trace. */
  long commitTs();
}
