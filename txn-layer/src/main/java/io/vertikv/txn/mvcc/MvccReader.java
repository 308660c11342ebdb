package io.vertikv.txn.mvcc;

import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;

/**
 * Reads versions of one key. Stateless: as thread-safe as the reader below it. All methods throw
 * {@link io.vertikv.store.engine.NotInMemory} when the tier forbids what they need.
 */
public final class MvccReader {
  private MvccReader() {}

  public static Versioned newest(EngineReader reader, byte[] key, ReadTier tier) {
    return CommitRecord.decode(reader.get(Family.WRITE, key, tier));
  }

  /**
   * What a reader at this timestamp sees, as far as the history goes back: the caller has checked that it does. The reader
   * must be one consistent state.
   */
  public static Versioned at(EngineReader reader, byte[] key, long ts, ReadTier tier) {
    Versioned newest = newest(reader, key, tier);
    if (newest.value() != null && newest.commitTs() <= ts) return newest;
    try (EngineCursor history = reader.cursor(Family.HISTORY, HistoryKeys.seenSince(key, ts), tier)) {
      if (!history.next()) return Versioned.ABSENT;
      Versioned older = CommitRecord.decode(history.value());
      return older.commitTs() <= ts ? older : Versioned.ABSENT;
    }
  }
}
