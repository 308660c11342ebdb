package io.vertikv.txn.mvcc;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;

/**
 * Finds replaced versions that no reader at or after a safe point can see. Goes through a range in bounded steps; blocks.
 * One step's drops are given to whoever writes the engine.
 */
public final class HistoryCollector {
  private final EngineReader engine;
  private final byte[] end;
  private byte[] next;

  public HistoryCollector(EngineReader engine, KeyRange range) {
    KeyRange versions = HistoryKeys.of(range);
    this.engine = engine;
    this.next = versions.start();
    this.end = versions.end();
  }

  /** True when the range has been gone through. */
  public boolean done() { return next == null; }

  /** Looks at up to so many versions and adds what is to be dropped. */
  public void step(long safePoint, int versionsMax, EngineBatch drops) {
    try (EngineCursor versions = engine.cursor(Family.HISTORY, new KeyRange(next, end), ReadTier.DISK)) {
      boolean found = versions.seek(next);
      for (int i = 0; found && i < versionsMax; i++) {
        byte[] version = versions.key();
        if (HistoryKeys.untilTs(version) <= safePoint) drops.delete(Family.HISTORY, version);
        found = versions.next();
      }
      next = found ? versions.key() : null;
    }
  }
}
