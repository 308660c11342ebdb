package io.vertikv.store.engine.rocks;

import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.SlicedExport;
import io.vertikv.store.engine.TableFolder;
import java.nio.file.Path;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;
import org.rocksdb.SstFileWriter;

/** Writes sorted string tables of a family with the family's own settings, so that an ingested one is read like any other. */
final class RocksTables implements SlicedExport.Tables {
  private final RocksOptions options;
  private final TableFolder folder;

  RocksTables(RocksOptions options, TableFolder folder) {
    this.options = options;
    this.folder = folder;
  }

  @Override
  public SlicedExport.Writer create(Family family, String name) {
    Table table = new Table(options, family);
    try {
      table.writer.open(folder.path(name).toString());
      return table;
    } catch (RocksDBException e) {
      table.close();
      throw RocksFailures.of("export", e);
    }
  }

  /** RocksDB itself would take a table with any keys. */
  static void requireInside(FamilyRange place, Path table, Options options) throws RocksDBException {
    try (SstFileReader reader = new SstFileReader(options); ReadOptions reads = new ReadOptions()) {
      reader.open(table.toString());
      try (SstFileReaderIterator entries = reader.newIterator(reads)) {
        entries.seekToFirst();
        requireInside(place, table, entries);
        entries.seekToLast();
        requireInside(place, table, entries);
      }
    }
  }

  private static void requireInside(FamilyRange place, Path table, SstFileReaderIterator entries)
      throws RocksDBException {
    entries.status();
    if (entries.isValid() && place.range().contains(entries.key())) return;
    throw new EngineFailure(EngineFailure.Kind.CORRUPTION, table.getFileName() + " has keys outside of " + place, null);
  }

  private static final class Table implements SlicedExport.Writer {
    private final EnvOptions files = new EnvOptions();
    private final SstFileWriter writer;

    Table(RocksOptions options, Family family) { writer = new SstFileWriter(files, options.table(family)); }

    @Override
    public void put(byte[] key, byte[] value) {
      try {
        writer.put(key, value);
      } catch (RocksDBException e) {
        throw RocksFailures.of("export", e);
      }
    }

    @Override
    public void finish() {
      try {
        writer.finish();
      } catch (RocksDBException e) {
        throw RocksFailures.of("export", e);
      }
    }

    @Override
    public void close() {
      writer.close();
      files.close();
    }
  }
}
