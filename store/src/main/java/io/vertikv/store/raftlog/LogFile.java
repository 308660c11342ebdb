package io.vertikv.store.raftlog;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One segment's bytes. Reads may run beside one writer; a read sees every write that returned before it began. */
public interface LogFile extends AutoCloseable {
  /** Bytes that may be written or read, from position 0. */
  long capacity();

  /**
   * Writes all that remains of the source. Until {@link #sync} returned, a power cut may keep any part of it, in any
   * order of the disk's sectors.
   */
  void write(ByteBuffer source, long position) throws IOException;

  /** Fills all that remains of the target, or throws. */
  void read(ByteBuffer target, long position) throws IOException;

  /**
   * Everything written before survives a power cut once this returned. When it throws, nobody knows what survived, and
   * a second call proves nothing: the kernel drops the pages that it could not write and reports the error once.
   */
  void sync() throws IOException;

  @Override
  void close() throws IOException;
}
