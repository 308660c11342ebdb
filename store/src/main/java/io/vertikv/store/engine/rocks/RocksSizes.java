package io.vertikv.store.engine.rocks;

import io.vertikv.store.bytes.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Range;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;

/**
 * Estimates how much lies in a range. Keys are counted by the list of live tables: the call that gives the properties of
 * tables in a range does not return what it declares (rocksdbjni 11.8.1).
 */
final class RocksSizes {
  /** Stands for "the end of the key space" where RocksDB wants a key to estimate by. */
  private static final byte[] VERY_HIGH_KEY = filled(64);

  private final RocksDB db;

  RocksSizes(RocksDB db) {
    this.db = db;
  }

  long bytes(ColumnFamilyHandle family, KeyRange range) {
    try (Slice start = new Slice(range.start()); Slice end = new Slice(end(range))) {
      return db.getApproximateSizes(family, List.of(new Range(start, end)), SizeApproximationFlag.INCLUDE_FILES,
          SizeApproximationFlag.INCLUDE_MEMTABLES)[0];
    }
  }

  /** One for each range, from one look at the tables. */
  long[] keys(ColumnFamilyHandle family, List<KeyRange> ranges) throws RocksDBException {
    List<LiveFileMetaData> tables = new ArrayList<>(db.getLiveFilesMetaData());
    byte[] name = family.getName();
    tables.removeIf(table -> !Arrays.equals(table.columnFamilyName(), name));
    long[] keys = new long[ranges.size()];
    for (int i = 0; i < keys.length; i++) keys[i] = keys(family, ranges.get(i), tables);
    return keys;
  }

  private long keys(ColumnFamilyHandle family, KeyRange range, List<LiveFileMetaData> tables) {
    long entries = 0;
    long bytes = 0;
    for (LiveFileMetaData table : tables) {
      if (!meets(table, range)) continue;
      entries += table.numEntries();
      bytes += table.size();
    }
    try (Slice start = new Slice(range.start()); Slice end = new Slice(end(range))) {
      Range place = new Range(start, end);
      long here = db.getApproximateSizes(family, List.of(place), SizeApproximationFlag.INCLUDE_FILES)[0];
      long inTables = bytes == 0 ? 0 : (long) ((double) entries * Math.min(here, bytes) / bytes);
      return inTables + db.getApproximateMemTableStats(family, place).count;
    }
  }

  private static boolean meets(LiveFileMetaData table, KeyRange range) {
    return Arrays.compareUnsigned(table.largestKey(), range.start()) >= 0
        && (range.unbounded() || Arrays.compareUnsigned(table.smallestKey(), range.end()) < 0);
  }

  private static byte[] end(KeyRange range) { return range.unbounded() ? VERY_HIGH_KEY : range.end(); }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0xFF);
    return bytes;
  }
}
