package io.vertikv.store.raftlog;

import io.vertikv.store.bytes.ByteWriter;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The two checksums of a record, both tied to where the bytes belong. Not thread-safe. */
final class Checksums {
  private static final int SEED_BYTES = 16;

  private final CRC32C crc = new CRC32C();
  private final ByteWriter seed = new ByteWriter(SEED_BYTES);

  /** Of a record's bytes 0..3 and 8..metaBytes-1. */
  int frame(long sequence, long position, byte[] meta, int metaBytes) {
    seed(sequence, position);
    crc.update(meta, 0, 4);
    crc.update(meta, 8, metaBytes - 8);
    return (int) crc.getValue();
  }

  /** Of an entry's head without its checksum (13 bytes from the offset) and its payload. */
  int entry(long group, long index, byte[] head, int headOffset, byte[] payload, int offset, int length) {
    seed(group, index);
    crc.update(head, headOffset, RecordKind.ENTRY_BYTES - 4);
    crc.update(payload, offset, length);
    return (int) crc.getValue();
  }

  /** The same of an entry that lies in a buffer from {@code from}, checksum first. */
  int entry(long group, long index, ByteBuffer bytes, int from, int length) {
    seed(group, index);
    crc.update(bytes.slice(from + 4, RecordKind.ENTRY_BYTES - 4 + length));
    return (int) crc.getValue();
  }

  private void seed(long first, long second) {
    seed.clear();
    seed.u64(first).u64(second);
    crc.reset();
    crc.update(seed.buffer(), 0, SEED_BYTES);
  }
}
