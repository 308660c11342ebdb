package io.vertikv.store.engine.rocks;

import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.engine.TableFolder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Puts finished tables into a family. RocksDB ingests into one family atomically (one edit of its manifest, synced), and
 * into several one after the other: whoever restores a region guards against a crash in between.
 *
 * <p>An ingested file goes to the lowest level where nothing of its range lies above it. What a range deletion left behind,
 * and the deletion itself, would keep it in level 0, where a few dozen of files stop all writers. So the place is cleared
 * first.
 */
final class RocksIngest {
  private final RocksDB db;
  private final ColumnFamilyHandle handle;
  private final RocksPlace place;

  RocksIngest(RocksDB db, ColumnFamilyHandle handle, RocksPlace place) {
    this.db = db;
    this.handle = handle;
    this.place = place;
  }

  void run(TableFolder from, List<String> tables) throws RocksDBException {
    place.clear();
    List<String> links = new ArrayList<>();
    for (String table : tables) links.add(link(from.path(table)).toString());
    try (IngestExternalFileOptions options = new IngestExternalFileOptions().setMoveFiles(true)
        .setWriteGlobalSeqno(false)) {
      db.ingestExternalFile(handle, links, options);
    }
  }

  /** RocksDB moves what it ingests; it gets a second name of the file, or a copy where there are no links. */
  private static Path link(Path table) {
    Path link = table.resolveSibling(table.getFileName() + ".link");
    try {
      Files.deleteIfExists(link);
      try {
        return Files.createLink(link, table);
      } catch (FileSystemException | UnsupportedOperationException noLinks) {
        return Files.copy(table, link);
      }
    } catch (IOException e) {
      throw new EngineFailure(EngineFailure.Kind.IO, "ingest of " + table.getFileName() + ": " + e.getMessage(), e);
    }
  }
}
