package io.vertikv.store.raftlog;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The writer's one direct buffer: a batch is copied into it once and goes to the device in one write; only a batch
 * larger than the buffer takes several.
 */
final class BatchBuffer {
  private static final byte[] ZEROS = new byte[8];

  private final ByteBuffer buffer;
  private LogFile file;
  private long start;

  BatchBuffer(int capacity) { buffer = ByteBuffer.allocateDirect(capacity); }

  void begin(LogFile file, long position) {
    this.file = file;
    start = position;
    buffer.clear();
  }

  /** Where in the file the next byte goes. */
  long position() { return start + buffer.position(); }

  void put(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > buffer.remaining()) {
      int part = buffer.remaining();
      buffer.put(bytes, from, part);
      from += part;
      left -= part;
      flush();
    }
    buffer.put(bytes, from, left);
  }

  void align() throws IOException { put(ZEROS, 0, (int) (RecordKind.align(position()) - position())); }

  void flush() throws IOException {
    if (buffer.position() == 0) return;
    long from = start;
    start += buffer.position();
    buffer.flip();
    file.write(buffer, from);
    buffer.clear();
  }
}
