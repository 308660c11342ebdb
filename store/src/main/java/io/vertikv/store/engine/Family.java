package io.vertikv.store.engine;

/** The column families of a store (architecture: storage). Ids are on disk: never reorder, only append. */
public enum Family {
  /** RocksDB's default family; also the store's own records: applied index, region descriptors, counters. */
  META("default"),
  /** The newest committed version of each key, under the key. */
  WRITE("write"),
  /** Versions that were replaced and can still be read: escaped key | timestamp of what replaced them. */
  HISTORY("history"),
  /** Percolator locks. */
  LOCK("lock"),
  /** Percolator rollback records. */
  ROLLBACK("rollback"),
  /** Raw (non-transactional) keys. */
  RAW("raw"),
  /** Expiry index: due time | key. */
  TTL("ttl");

  private final String label;

  Family(String label) { this.label = label; }

  /** The name in RocksDB. */
  public String label() { return label; }
}
