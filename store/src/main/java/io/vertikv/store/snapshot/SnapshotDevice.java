package io.vertikv.store.snapshot;

import java.io.IOException;
import java.util.List;

/**
 * The folder that holds the folders of snapshots, as a port. A created, renamed or deleted folder survives a power cut
 * for certain only after {@link #sync}; until then either state may be found. All calls block: workers only.
 */
public interface SnapshotDevice {
  List<String> list() throws IOException;

  /** A new, empty folder. */
  SnapshotFolder create(String folder) throws IOException;

  SnapshotFolder open(String folder) throws IOException;

  /** At once or not at all; the target must not exist. */
  void rename(String from, String to) throws IOException;

  /** With all that is in it; a power cut may leave a part. */
  void delete(String folder) throws IOException;

  void sync() throws IOException;

  /** Bytes that may still be written. */
  long freeBytes() throws IOException;
}
