package io.vertikv.resp.type;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.txn.Cursor;
import io.vertikv.txn.Tx;

/** The databases as a whole. */
public final class Keyspace {
  private Keyspace() {}

  /** Number of living keys: those stored, without the expired ones that the sweep has not yet come to. */
  public static long size(Tx tx, int db) {
    long size = tx.counter(KeyEntry.keysCounter(db));
    // Of several regions only the sum of the counters is true.
    boolean alone = tx.range().equals(KeyRange.ALL);
    if (alone && tx.counter(KeyEntry.expiresCounter(db)) == 0) return size;
    try (Cursor due = Reminder.expiring(tx)) {
      while (due.next()) {
        Key key = RedisKeys.keyOf(due.key());
        if (key.db() == db && Reminder.of(due).isOfExpired(tx)) size--;
      }
    }
    return size;
  }

  /** Removes everything of a database. Reminders stay; the sweep drops them. Only where the operation runs alone. */
  public static void clear(Tx tx, int db) {
    tx.deleteRange(RedisKeys.database(db));
    resetCounters(tx, db);
  }

  /** The same for all databases, of which there are {@code count}. */
  public static void clearAll(Tx tx, int count) {
    tx.deleteRange(RedisKeys.databases());
    for (int db = 0; db < count; db++) resetCounters(tx, db);
  }

  private static void resetCounters(Tx tx, int db) {
    reset(tx, KeyEntry.keysCounter(db));
    reset(tx, KeyEntry.expiresCounter(db));
    reset(tx, KeyEntry.dueCounter(db));
  }

  private static void reset(Tx tx, int counter) {
    long value = tx.counter(counter);
    if (value != 0) tx.count(counter, -value);
  }
}
