package io.vertikv.resp.type;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Tx;

/** An entry of the index of due times, which may have outlived what it was made for. */
public record Reminder(byte[] headerKey, long dueMillis) {
  /** Reminders of keys whose time has come, earliest first; see {@link GarbageCollection} for the others. */
  static Cursor expiring(Tx tx) {
    return tx.due(GarbageCollection.DUE_MILLIS + 1, tx.nowMillis());
  }

  static Reminder of(Cursor due) { return new Reminder(due.key(), new ByteReader(due.value()).u64()); }

  /** True when the key is gone or dies at another time, for which it has another reminder. */
  boolean isStale(Tx tx) {
    byte[] stored = tx.get(headerKey);
    return stored == null || Header.decode(stored).expireAtMillis() != dueMillis;
  }

  /** True when it stands for a key that is still stored and has expired. */
  boolean isOfExpired(Tx tx) {
    return dueMillis < tx.nowMillis() && !isStale(tx);
  }
}
