package io.vertikv.store.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C of whole files and of pieces. */
final class FileChecksum {
  private static final int BUFFER_BYTES = 1 << 18;

  private FileChecksum() {}

  static int of(SnapshotFile file) throws IOException {
    CRC32C crc = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    long length = file.length();
    for (long at = 0; at < length; at += buffer.limit()) {
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, length - at));
      file.read(buffer, at);
      crc.update(buffer.flip());
    }
    return (int) crc.getValue();
  }

  static int of(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
