package io.vertikv.resp.session;

import io.vertikv.resp.command.Databases;
import io.vertikv.resp.type.Header;
import io.vertikv.resp.type.Key;
import io.vertikv.txn.Tx;
import io.vertikv.txn.Version;

/**
 * A key as WATCH saw it. EXEC asks whether it was touched since; by Redis' rules (multi.c) a key counts as touched
 *
 * <ul>
 * <li>when it was written, even with what it had before, or deleted, or when it has expired since;
 * <li>not when it had already expired and was merely removed since;
 * <li>when SWAPDB put another database under its number and the key is in either of the two.
 * </ul>
 *
 * Every write to a value puts its header, so the header's version tells.
 */
record Watched(Key named, int stored, Version version, boolean existed, boolean expired) {
  /** Number and name as the client says them. */
  static Watched see(Tx tx, Databases databases, Key named) {
    int stored = databases.stored(named.db());
    byte[] header = new Key(stored, named.name()).header();
    byte[] record = tx.get(header);
    boolean expired = record != null && Header.decode(record).expiredAt(tx.nowMillis());
    return new Watched(named, stored, tx.version(header), record != null, expired);
  }

  byte[] header(Databases databases) { return new Key(databases.stored(named.db()), named.name()).header(); }

  boolean touched(Tx tx, Databases databases) {
    Watched now = see(tx, databases, named);
    boolean livedThen = existed && !expired;
    boolean livesNow = now.existed && !now.expired;
    if (now.stored != stored) return livedThen || livesNow;
    if (livedThen && !livesNow) return true;
    if (!livedThen && !now.existed) return !existed && writtenSince(now);
    return version.commitTs() != now.version.commitTs();
  }

  /** Absent then and absent now: a version that is gone without a trace was collected, not written. */
  private boolean writtenSince(Watched now) {
    long commitTs = now.version.commitTs();
    return commitTs != 0 && commitTs != version.commitTs();
  }
}
