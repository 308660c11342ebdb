package io.vertikv.store.snapshot;

import io.vertikv.store.engine.TableFolder;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The files of one snapshot. A created file survives a power cut for certain after its own sync and the folder's. */
public interface SnapshotFolder extends TableFolder {
  /** A new, empty file. */
  SnapshotFile create(String name) throws IOException;

  SnapshotFile open(String name) throws IOException;

  void sync() throws IOException;

  @Override
  default void write(String name, byte[] bytes) throws IOException {
    try (SnapshotFile file = create(name)) {
      file.write(ByteBuffer.wrap(bytes), 0);
    }
  }

  @Override
  default byte[] read(String name) throws IOException {
    try (SnapshotFile file = open(name)) {
      byte[] bytes = new byte[Math.toIntExact(file.length())];
      file.read(ByteBuffer.wrap(bytes), 0);
      return bytes;
    }
  }
}
