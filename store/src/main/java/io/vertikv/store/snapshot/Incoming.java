package io.vertikv.store.snapshot;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.snapshot.SnapshotManifest.DataFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The blocking half of a receiver: files that grow at their end only. Every file is synced when it is whole and its checksum
 * is right. Used by one worker at a time; {@link #discard} ends it at any point.
 */
final class Incoming {
  private final SnapshotStore store;
  private final SnapshotManifest manifest;
  private final Bytes manifestBytes;
  private final CRC32C crc = new CRC32C();
  private SnapshotFolder folder;
  private SnapshotFile file;
  private Position position = new Position(0, 0);
  private boolean ready;

  /** Where the next byte belongs: a file by its place in the manifest, or behind the last one, and an offset. */
  record Position(int file, long offset) {}

  Incoming(SnapshotStore store, SnapshotManifest manifest, Bytes manifestBytes) {
    this.store = store;
    this.manifest = manifest;
    this.manifestBytes = manifestBytes;
  }

  /** False when the disk has no room for it. */
  boolean open(long freeBytesMin) throws IOException {
    if (store.freeBytes() - manifest.bytes() < freeBytesMin) return false;
    store.dropIncoming(manifest.id());
    store.dropReady(manifest.id());
    folder = store.newIncoming(manifest.id());
    return true;
  }

  Position position() { return position; }

  boolean isWhole() { return position.file() == manifest.files().size(); }

  /** Appends at the position; false when a file that should be whole now is not what the manifest says. */
  boolean append(byte[] data) throws IOException {
    DataFile expected = manifest.files().get(position.file());
    if (file == null) {
      file = folder.create(expected.name());
      crc.reset();
    }
    file.write(ByteBuffer.wrap(data), position.offset());
    crc.update(data);
    position = new Position(position.file(), position.offset() + data.length);
    return position.offset() < expected.length() || close(expected);
  }

  /** Bytes that the current file still lacks. */
  long missing() {
    return manifest.files().get(position.file()).length() - position.offset();
  }

  /** From here on the snapshot survives a crash. */
  void seal() throws IOException {
    SnapshotStore.writeManifest(folder, manifestBytes);
    folder.sync();
    store.makeReady(manifest.id());
    ready = true;
  }

  void discard() throws IOException {
    if (file != null) file.close();
    file = null;
    if (ready) store.dropReady(manifest.id());
    else if (folder != null) store.dropIncoming(manifest.id());
  }

  private boolean close(DataFile expected) throws IOException {
    if ((int) crc.getValue() != expected.crc()) return false;
    file.sync();
    file.close();
    file = null;
    position = new Position(position.file() + 1, 0);
    return true;
  }
}
