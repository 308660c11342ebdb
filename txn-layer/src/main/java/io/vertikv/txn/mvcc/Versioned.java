package io.vertikv.txn.mvcc;

/** A version of a key: its value (null when absent) and its commit_ts (0 when absent). The array is not copied: read only. */
public record Versioned(byte[] value, long commitTs) {
  public static final Versioned ABSENT = new Versioned(null, 0);
}
