package io.vertikv.txn.mvcc;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;

/**
 * Finds what no reader at or after a safe point can see: for each key everything older than the newest version at or below
 * the safe point, and that version too when it is a deletion. Goes through a range in bounded steps; blocks. One step's
 * drops are given to whoever writes the engine.
 */
public final class VersionCollector {
  private final EngineReader engine;
  private final byte[] end;
  private byte[] next;

  public VersionCollector(EngineReader engine, KeyRange range) {
    this.engine = engine;
    KeyRange versions = MvccKeys.versionsOf(range);
    this.next = versions.start();
    this.end = versions.end();
  }

  /** True when the range has been gone through. */
  public boolean done() { return next == null; }

  /** Looks at up to so many versions and adds what is to be dropped. */
  public void step(long safePoint, int versionsMax, EngineBatch drops) {
    try (EngineCursor versions = engine.cursor(Family.WRITE, new KeyRange(next, end), ReadTier.DISK)) {
      boolean found = versions.seek(next);
      byte[] kept = null;
      for (int i = 0; found && (i < versionsMax || kept != null); i++) {
        byte[] versioned = versions.key();
        if (kept != null && MvccKeys.sameKey(kept, versioned)) {
          drop(versioned, versions.value(), drops);
        } else {
          kept = null;
          if (i >= versionsMax) break;
          if (MvccKeys.tsOf(versioned) <= safePoint) {
            kept = versioned;
            if (CommitRecord.isDelete(versions.value())) drop(versioned, versions.value(), drops);
          }
        }
        found = versions.next();
      }
      next = found ? versions.key() : null;
    }
  }

  private static void drop(byte[] versioned, byte[] record, EngineBatch drops) {
    drops.deleteOnce(Family.WRITE, versioned);
    if (CommitRecord.isLong(record)) {
      long startTs = CommitRecord.startTs(record, MvccKeys.tsOf(versioned));
      drops.deleteOnce(Family.DATA, MvccKeys.versioned(MvccKeys.keyOf(versioned), startTs));
    }
  }
}
