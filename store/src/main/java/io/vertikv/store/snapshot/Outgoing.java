package io.vertikv.store.snapshot;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineSnapshot;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.TableExport;
import io.vertikv.store.engine.TableFile;
import io.vertikv.store.snapshot.SnapshotManifest.DataFile;
import io.vertikv.store.snapshot.SnapshotManifest.StateRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The blocking half of a sender: an engine state on its way into files, then the files. Used by one worker at a time, in the
 * order open, advance, seal, read; {@link #discard} ends it at any point.
 */
final class Outgoing {
  private final Engine engine;
  private final SnapshotStore store;
  private final SnapshotConfig config;
  private String folderName;
  private SnapshotFolder folder;
  private EngineSnapshot state;
  private TableExport export;
  private RegionPoint point;
  private List<StateRecord> records;
  private SnapshotFile reading;
  private String readingName;

  Outgoing(Engine engine, SnapshotStore store, SnapshotConfig config) {
    this.engine = engine;
    this.store = store;
    this.config = config;
  }

  RegionPoint open(RegionSource source) throws IOException {
    state = engine.snapshot();
    point = source.describe(state);
    records = records();
    folderName = store.newOutgoing(point.id());
    folder = store.open(folderName);
    export = state.export(SnapshotManifest.inFiles(point), folder, config.tableBytesMax());
    return point;
  }

  /** False when everything is in files. */
  boolean advance() { return export.advance(config.sliceBytes()); }

  /** Lets the engine's state go, and measures the files. */
  SnapshotManifest seal() throws IOException {
    List<TableFile> tables = export.tables();
    release();
    List<DataFile> files = new ArrayList<>();
    for (TableFile table : tables) {
      try (SnapshotFile file = folder.open(table.name())) {
        files.add(new DataFile(table.name(), table.family(), table.entries(), file.length(), FileChecksum.of(file)));
      }
    }
    return new SnapshotManifest(point, engine.tableFormat(), records, files);
  }

  byte[] read(DataFile file, long offset) throws IOException {
    if (!file.name().equals(readingName)) {
      closeFile();
      reading = folder.open(file.name());
      readingName = file.name();
    }
    byte[] bytes = new byte[(int) Math.min(config.chunkBytes(), file.length() - offset)];
    reading.read(ByteBuffer.wrap(bytes), offset);
    return bytes;
  }

  void discard() throws IOException {
    release();
    closeFile();
    if (folderName != null) store.drop(folderName);
  }

  private List<StateRecord> records() throws IOException {
    List<StateRecord> found = new ArrayList<>();
    long bytes = 0;
    for (FamilyRange part : SnapshotManifest.inManifest(point)) {
      try (EngineCursor cursor = state.cursor(part.family(), part.range(), ReadTier.DISK)) {
        while (cursor.next()) {
          StateRecord record = new StateRecord(Bytes.of(cursor.key()), Bytes.of(cursor.value()));
          bytes += record.key().length() + record.value().length();
          if (bytes > SnapshotManifest.RECORD_BYTES_MAX) throw new IOException("too many records of " + point.id());
          found.add(record);
        }
      }
    }
    return found;
  }

  private void release() {
    if (export != null) export.close();
    if (state != null) state.close();
    export = null;
    state = null;
  }

  private void closeFile() throws IOException {
    if (reading != null) reading.close();
    reading = null;
    readingName = null;
  }
}
