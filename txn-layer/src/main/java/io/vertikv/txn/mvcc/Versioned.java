package io.vertikv.txn.mvcc;

/**
 * The newest version of a key: its value (null when deleted or never there) and its commit_ts (0 when there is no trace).
 * The array is not copied: read only.
 */
public record Versioned(byte[] value, long commitTs) {
  public static final Versioned ABSENT = new Versioned(null, 0);
}
