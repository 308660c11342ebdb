package io.vertikv.resp.type;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.txn.Tx;

/**
 * One key of the keyspace inside a transaction: what is there now, and the only way to replace or remove it. Keeps all
 * that hangs on a header in step: the counters of its database, its reminder, and a garbage task for parts that the new
 * header does not own any more. An expired key is absent, though its record may still be stored.
 */
public final class KeyEntry {
  private final Tx tx;
  private final Key key;
  /** What is stored, expired or not; null when nothing is. */
  private Header stored;
  private Header live;

  private KeyEntry(Tx tx, Key key, Header stored) {
    this.tx = tx;
    this.key = key;
    this.stored = stored;
    this.live = stored != null && stored.expiredAt(tx.nowMillis()) ? null : stored;
  }

  public static KeyEntry of(Tx tx, Key key) {
    byte[] bytes = tx.get(key.header());
    KeyEntry entry = new KeyEntry(tx, key, bytes == null ? null : Header.decode(bytes));
    tx.tally().looked(entry.live != null);
    return entry;
  }

  /** @throws CommandError WRONGTYPE when it exists and is of another type */
  public static KeyEntry of(Tx tx, Key key, ValueType expected) {
    KeyEntry entry = of(tx, key);
    if (entry.live != null && entry.live.type() != expected) throw CommandError.WRONG_TYPE;
    return entry;
  }

  public Key key() { return key; }

  public boolean exists() { return live != null; }

  /** Null when absent. */
  public Header header() { return live; }

  /** 0 when absent or without expiry. */
  public long expireAtMillis() {
    return live == null ? 0 : live.expireAtMillis();
  }

  /** Puts a header in place of whatever is there: a new value, or the same one changed. */
  public void write(Header next) {
    if (stored == null) tx.count(keysCounter(key.db()), 1);
    else if (live == null) tx.tally().expired();
    account(stored, next);
    tx.put(key.header(), next.bytes());
    stored = next;
    live = next;
  }

  /** False when there was nothing to remove, as far as the client can tell. */
  public boolean remove() {
    boolean existed = live != null;
    if (stored != null) {
      if (!existed) tx.tally().expired();
      tx.count(keysCounter(key.db()), -1);
      account(stored, null);
      tx.delete(key.header());
    }
    stored = null;
    live = null;
    return existed;
  }

  private void account(Header before, Header after) {
    long oldDue = before == null ? 0 : before.expireAtMillis();
    long newDue = after == null ? 0 : after.expireAtMillis();
    if (oldDue != newDue) {
      tx.remind(key.header(), oldDue, newDue);
      tx.count(dueCounter(key.db()), newDue - oldDue);
      int change = (newDue != 0 ? 1 : 0) - (oldDue != 0 ? 1 : 0);
      if (change != 0) tx.count(expiresCounter(key.db()), change);
    }
    if (before != null && before.encoding().hasParts()) {
      boolean kept = after != null && after.encoding().hasParts() && after.generation() == before.generation();
      if (!kept) GarbageCollection.leave(tx, key, before.generation());
    }
  }

  /** The region counter that holds the number of stored keys of a database, expired ones included. */
  public static int keysCounter(int db) {
    return 3 * db;
  }

  /** The region counter that holds how many of them have a time to die. */
  public static int expiresCounter(int db) {
    return 3 * db + 1;
  }

  /** The region counter that holds the sum of their times to die, milliseconds, modulo 2^64: differences are exact. */
  public static int dueCounter(int db) {
    return 3 * db + 2;
  }
}
