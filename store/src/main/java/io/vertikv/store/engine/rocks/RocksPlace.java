package io.vertikv.store.engine.rocks;

import io.vertikv.store.bytes.KeyRange;
import java.util.Arrays;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** A range of one family whose data has been deleted, and the files that still hold what was. */
final class RocksPlace {
  private final RocksDB db;
  private final ColumnFamilyHandle handle;
  private final RocksOptions options;
  private final KeyRange range;

  RocksPlace(RocksDB db, ColumnFamilyHandle handle, RocksOptions options, KeyRange range) {
    this.db = db;
    this.handle = handle;
    this.options = options;
    this.range = range;
  }

  /**
   * Rids the range of files, deletions included. Whole files are dropped only while no snapshot is held: an older one could
   * still want to see what was deleted. Iterators keep the files they read, and snapshots taken from now on see the
   * deletion.
   */
  void clear() throws RocksDBException {
    byte[] end = range.unbounded() ? null : range.end();
    if (db.getLongProperty("rocksdb.num-snapshots") == 0) {
      db.deleteFilesInRanges(handle, Arrays.asList(range.start(), end), false);
      deleteWhatCameBack();
    }
    // Forced: the deletion alone would be moved to the bottom as it is, and hold up whatever is ingested above it.
    try (CompactRangeOptions gently = new CompactRangeOptions().setExclusiveManualCompaction(false)
        .setBottommostLevelCompaction(BottommostLevelCompaction.kForce)) {
      db.compactRange(handle, range.start(), end, gently);
    }
  }

  /**
   * A dropped file may have held the deletion of entries in a deeper file that reaches beyond the range and stayed: they
   * would rise again. The compaction that follows flushes this deletion, with all families: a flush of one alone would
   * tear batches apart.
   */
  private void deleteWhatCameBack() throws RocksDBException {
    byte[] last = null;
    try (ReadOptions reads = new ReadOptions().setTotalOrderSeek(true).setFillCache(false);
        RocksIterator entries = db.newIterator(handle, reads)) {
      if (range.unbounded()) entries.seekToLast();
      else entries.seekForPrev(range.end());
      if (entries.isValid() && !range.unbounded() && Arrays.equals(entries.key(), range.end())) entries.prev();
      entries.status();
      if (entries.isValid() && range.contains(entries.key())) last = entries.key();
    }
    if (last == null) return;
    db.deleteRange(handle, options.write(), range.start(), Arrays.copyOf(last, last.length + 1));
  }
}
