package io.vertikv.store.raftlog;

import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import java.util.zip.CRC32C;

/**
 * The first {@value #BYTES} bytes of a segment:
 *
 * <pre>
 *  0  8 bytes  magic "VERTIKVL"
 *  8  u32      version of everything in this segment
 * 12  u32      zero
 * 16  u64      sequence: this segment's number, never used twice for a segment that took a record
 * 24  u64      end of the segment before this one, 0 for none: up to there it was synced, after it there is nothing
 * 32  u64      first: the oldest segment that a reader of the log must have
 * 40  u32      CRC32C of bytes 0..39
 * 44  u32      zero
 * </pre>
 *
 * The end of a segment thus stands in its successor, so only the last one can have a torn tail, and a missing segment
 * is noticed.
 */
record SegmentHeader(long sequence, long previousEnd, long first) {
  static final int BYTES = 48;
  static final int VERSION = 1;
  private static final long MAGIC = 0x56455254494b564cL;
  private static final int CHECKED_BYTES = 40;

  byte[] encode() {
    ByteWriter out = new ByteWriter(BYTES).u64(MAGIC).u32(VERSION).u32(0).u64(sequence).u64(previousEnd).u64(first);
    out.u32(checksum(out.buffer())).u32(0);
    return out.toByteArray();
  }

  /** Null when the bytes are no header: the segment was never born, or its header is damaged. */
  static SegmentHeader decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    if (bytes.length < BYTES || in.u64() != MAGIC) return null;
    int version = in.u32();
    in.skip(4);
    SegmentHeader header = new SegmentHeader(in.u64(), in.u64(), in.u64());
    if (in.u32() != checksum(bytes)) return null;
    if (version != VERSION) {
      throw new CorruptLog(
          "segment " + header.sequence + " has format version " + version + ", this program reads version "
              + VERSION);
    }
    return header;
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CHECKED_BYTES);
    return (int) crc.getValue();
  }
}
