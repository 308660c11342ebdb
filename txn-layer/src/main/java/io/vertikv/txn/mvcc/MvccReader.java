package io.vertikv.txn.mvcc;

import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineReader;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;

/** Reads newest versions. Stateless: as thread-safe as the reader below it. */
public final class MvccReader {
  private MvccReader() {}

  /** @throws io.vertikv.store.engine.NotInMemory when the tier forbids what it needs */
  public static Versioned newest(EngineReader reader, byte[] key, ReadTier tier) {
    byte[] seek = MvccKeys.versioned(key, Long.MAX_VALUE);
    try (EngineCursor cursor = reader.cursor(Family.WRITE, MvccKeys.versionsOf(key), tier)) {
      if (!cursor.seek(seek)) return Versioned.ABSENT;
      byte[] versioned = cursor.key();
      long commitTs = MvccKeys.tsOf(versioned);
      return new Versioned(value(reader, versioned, cursor.value(), tier), commitTs);
    }
  }

  /** The value that a commit record stands for; null for a deletion. */
  static byte[] value(EngineReader reader, byte[] versioned, byte[] record, ReadTier tier) {
    if (CommitRecord.isDelete(record)) return null;
    if (!CommitRecord.isLong(record)) return CommitRecord.value(record);
    long startTs = CommitRecord.startTs(record, MvccKeys.tsOf(versioned));
    byte[] value = reader.get(Family.DATA, MvccKeys.versioned(MvccKeys.keyOf(versioned), startTs), tier);
    if (value == null) throw new IllegalStateException("commit record without its value, start_ts " + startTs);
    return value;
  }
}
