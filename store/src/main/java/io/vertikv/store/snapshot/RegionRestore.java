package io.vertikv.store.snapshot;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.bytes.MalformedBytes;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.EngineFailure;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.snapshot.SnapshotManifest.DataFile;
import io.vertikv.store.snapshot.SnapshotManifest.StateRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Replaces a region's data by that of a received snapshot. An engine ingests files into one family at a time, and without a
 * write-ahead log a batch is durable only when it was flushed; so the change is made of steps that can be done again:
 *
 * <pre>
 *   1 read all files back and compare checksums         nothing has changed
 *   2 one batch: marker in META, old data deleted       with the flush that begins the first ingestion the old state
 *                                                        is gone and the marker there, both or neither
 *   3 ingest family by family                           each durable at once
 *   4 one batch: the region's records, no marker; flush the new state is there, all of it
 *   5 the caller deletes the files
 * </pre>
 *
 * A crash before the flush of step 2 leaves the old state, since a crash keeps a prefix of the batches. From there to the end
 * of step 4 it leaves the marker, and {@link SnapshotRecovery} begins again at step 1 before anybody looks at the
 * region: the files stay until step 5 and were synced before step 1. After step 4 only files are left over.
 *
 * <p>While this runs nobody may write or read the region: its entries that were committed before have been applied, its
 * exports are cancelled. Blocks.
 */
final class RegionRestore {
  /** Higher than most keys, for finding the last one. */
  private static final byte[] HIGH_KEY = highKey();

  private final Engine engine;
  private final SnapshotFolder folder;
  private final SnapshotManifest manifest;

  private RegionRestore(Engine engine, SnapshotFolder folder, SnapshotManifest manifest) {
    this.engine = engine;
    this.folder = folder;
    this.manifest = manifest;
  }

  /** Step 1. Throws when the snapshot is not there or not what it was; then nothing has changed. */
  static RegionRestore prepare(Engine engine, SnapshotStore store, SnapshotId id) throws IOException {
    SnapshotFolder folder = store.openReady(id);
    SnapshotManifest manifest = SnapshotManifestCodec.decode(SnapshotStore.manifest(folder));
    if (!manifest.id().equals(id)) throw new MalformedBytes("folder of " + id + " holds " + manifest.id());
    if (manifest.format() != engine.tableFormat()) {
      throw new MalformedBytes(id + " has tables of format " + manifest.format() + ", not " + engine.tableFormat());
    }
    for (DataFile file : manifest.files()) requireWhole(folder, file);
    for (FamilyRange place : SnapshotManifest.inFiles(manifest.point())) {
      engine.examine(place, folder, manifest.tables(place.family()));
    }
    return new RegionRestore(engine, folder, manifest);
  }

  SnapshotManifest manifest() { return manifest; }

  /** Steps 2 to 4. When it throws an {@link EngineFailure} the marker may be there: the store must stop. */
  void run() {
    begin();
    for (FamilyRange place : SnapshotManifest.inFiles(manifest.point())) {
      List<String> tables = manifest.tables(place.family());
      if (!tables.isEmpty()) engine.ingest(place, folder, tables);
    }
    finish();
  }

  private void begin() {
    EngineBatch batch = new EngineBatch();
    batch.put(Family.META, RestoreMarker.key(manifest.point().region()), RestoreMarker.value(manifest.point().last()));
    for (FamilyRange part : manifest.point().owned()) {
      KeyRange held = held(engine, part);
      if (held != null) batch.deleteRange(part.family(), held);
    }
    engine.write(batch);
  }

  private void finish() {
    EngineBatch batch = new EngineBatch();
    for (StateRecord record : manifest.records()) {
      batch.put(Family.META, record.key().array(), record.value().array());
    }
    batch.delete(Family.META, RestoreMarker.key(manifest.point().region()));
    engine.write(batch);
    engine.flush();
  }

  /** The range from its first key to just behind its last one; null when it is empty and nothing needs deleting. */
  static KeyRange held(Engine engine, FamilyRange part) {
    try (EngineCursor cursor = engine.cursor(part.family(), part.range(), ReadTier.DISK)) {
      if (!cursor.next()) return null;
      if (!part.range().unbounded()) return part.range();
      byte[] last = cursor.key();
      if (cursor.seekBack(HIGH_KEY)) last = cursor.key();
      else cursor.seek(last);
      while (cursor.next()) last = cursor.key();
      return new KeyRange(part.range().start(), Arrays.copyOf(last, last.length + 1));
    }
  }

  private static void requireWhole(SnapshotFolder folder, DataFile expected) throws IOException {
    try (SnapshotFile file = folder.open(expected.name())) {
      if (file.length() != expected.length()) {
        throw new MalformedBytes(expected.name() + " has " + file.length() + " bytes, not " + expected.length());
      }
      if (FileChecksum.of(file) != expected.crc()) throw new MalformedBytes("checksum of " + expected.name());
    }
  }

  private static byte[] highKey() {
    byte[] key = new byte[64];
    Arrays.fill(key, (byte) 0xFF);
    return key;
  }
}
