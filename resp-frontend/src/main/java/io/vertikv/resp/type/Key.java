package io.vertikv.resp.type;

import io.vertikv.store.bytes.Bytes;

/** A Redis key in its database, with its encoded header key, computed once. */
public final class Key {
  private final int db;
  private final byte[] name;
  private byte[] header;

  public Key(int db, byte[] name) {
    this.db = db;
    this.name = name;
  }

  public int db() { return db; }

  /** What the client calls it: read only. */
  public byte[] name() { return name; }

  /** The key of its header in the keyspace. */
  public byte[] header() {
    if (header == null) header = RedisKeys.header(db, name);
    return header;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key k && k.db == db && java.util.Arrays.equals(k.name, name);
  }

  @Override
  public int hashCode() { return 31 * db + java.util.Arrays.hashCode(name); }

  @Override
  public String toString() { return db + ":" + Bytes.of(name); }
}
