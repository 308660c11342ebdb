package io.vertikv.store.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One file of a snapshot. One user at a time. */
public interface SnapshotFile extends AutoCloseable {
  long length() throws IOException;

  /** Writes all that remains of the source; until {@link #sync} a power cut may keep any part of it. */
  void write(ByteBuffer source, long position) throws IOException;

  /** Fills all that remains of the target, or throws. */
  void read(ByteBuffer target, long position) throws IOException;

  void sync() throws IOException;

  @Override
  void close() throws IOException;
}
