package io.vertikv.store.raftlog;

import static io.vertikv.store.raftlog.Logs.append;
import static io.vertikv.store.raftlog.Logs.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.store.raftlog.sim.SimLogDevice;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The bytes on disk, pinned: they may change with the version number only. */
class RecordFormatTest {
  private static final int MARK_BYTES = 48;

  @Test
  void theSegmentHeader() {
    byte[] bytes = new SegmentHeader(42, 4096, 40).encode();
    assertEquals("56455254494b564c" + "00000001" + "00000000" + "000000000000002a" + "0000000000001000"
        + "0000000000000028" + "257572d2" + "00000000", HexFormat.of().formatHex(bytes));
    assertEquals(new SegmentHeader(42, 4096, 40), SegmentHeader.decode(bytes));
  }

  @Test
  void aHeaderWithAnyBitFlippedIsNoHeader() {
    byte[] bytes = new SegmentHeader(42, 4096, 40).encode();
    for (int bit = 0; bit < 44 * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
      assertNull(SegmentHeader.decode(flipped), "bit " + bit);
    }
  }

  @Test
  void aHeaderOfAnotherVersionIsRefusedByName() {
    byte[] bytes = HexFormat.of().parseHex("56455254494b564c" + "00000002" + "00000000" + "000000000000002a"
        + "0000000000001000" + "0000000000000028" + "38f5594c" + "00000000");
    CorruptLog refused = assertThrows(CorruptLog.class, () -> SegmentHeader.decode(bytes));
    assertEquals("segment 42 has format version 2, this program reads version 1", refused.getMessage());
  }

  @Test
  void theMarkOfABatch() throws IOException {
    assertEquals("00000030" + "baf0f0fa" + "00000000" + "07" + "00" + "0000" + "0000000000000000" + "0000000000000000"
        + "0000000000000030" + "0000000000000001", written(append(5, 1, 2, "v")).substring(0, 2 * MARK_BYTES));
  }

  @Test
  void anAppendWithHardState() throws IOException {
    LogOperation operation = new LogOperation.Append(5, Optional.of(new StoredState(2, 1, 0)),
        List.of(entry(1, 2, "v"), entry(2, 2, "")));
    assertEquals("00000044" + "84f6d7ff" + "00000023" + "01" + "01" + "0000" + "0000000000000005" + "0000000000000000"
        + "0000000000000002" + "0000000000000001" + "0000000000000000" + "0000000000000001" + "00000002" //
        + "9332b965" + "00000001" + "0000000000000002" + "03" + "76" //
        + "fe4b993b" + "00000000" + "0000000000000002" + "03" + "00", record(operation));
  }

  @Test
  void aTruncation() throws IOException {
    assertEquals("00000028" + "46e599c5" + "00000000" + "02" + "00" + "0000" + "0000000000000005" + "0000000000000000"
        + "0000000000000003", record(new LogOperation.Truncate(5, 3)));
  }

  @Test
  void aCompaction() throws IOException {
    assertEquals("00000030" + "a0a0de7c" + "00000000" + "03" + "00" + "0000" + "0000000000000005" + "0000000000000000"
        + "0000000000000000" + "0000000000000000", record(new LogOperation.Compact(5, 0)));
  }

  @Test
  void aReset() throws IOException {
    assertEquals(
        "00000048" + "cf844fc4" + "00000000" + "04" + "01" + "0000" + "0000000000000005" + "0000000000000000"
            + "0000000000000002" + "0000000000000001" + "0000000000000009" + "0000000000000009" + "0000000000000002",
        record(new LogOperation.Reset(5, new StoredState(2, 1, 9), new StoredMark(9, 2))));
  }

  @Test
  void aRemoval() throws IOException {
    String hex = written(append(5, 1, 2, "v"), new LogOperation.Remove(5));
    assertEquals("00000020" + "b6e263de" + "00000000" + "05" + "00" + "0000" + "0000000000000005" + "0000000000000001",
        hex.substring(2 * (MARK_BYTES + 64)));
  }

  @Test
  void aRewrite() throws IOException {
    SimLogDevice device = Logs.device();
    LogFile file = device.create(1, 4096);
    BatchBuffer buffer = new BatchBuffer(4096);
    RecordEncoder encoder = new RecordEncoder(buffer);
    encoder.begin(new Segment(1, file, 48));
    encoder.rewrite(5, 7, new StoredState(2, 1, 9), new StoredMark(8, 2), List.of(entry(9, 2, "v")));
    buffer.flush();
    file.sync();
    assertEquals("00000054" + "4aa2293a" + "00000012" + "06" + "01" + "0000" + "0000000000000005" + "0000000000000007"
        + "0000000000000002" + "0000000000000001" + "0000000000000009" //
        + "0000000000000008" + "0000000000000002" + "0000000000000009" + "00000001" //
        + "a171ca7e" + "00000001" + "0000000000000002" + "03" + "76" + "0000",
        HexFormat.of().formatHex(device.bytes(1), 48, (int) buffer.position()));
  }

  private static String record(LogOperation operation) throws IOException {
    return written(operation).substring(2 * MARK_BYTES);
  }

  /** The bytes of one batch, the first in its segment, in hex. */
  private static String written(LogOperation... operations) throws IOException {
    SimLogDevice device = new SimLogDevice(new SplittableRandom(7));
    RaftLog log = RaftLog.open(device, Logs.ROOMY);
    int end = 48 + MARK_BYTES;
    log.write(List.of(operations));
    log.sync();
    RecordCursor cursor = new RecordCursor(1, java.nio.ByteBuffer.wrap(device.bytes(1)), device.bytes(1).length);
    for (int i = 0; i <= operations.length; i++) {
      cursor.next();
      end = cursor.end();
    }
    return HexFormat.of().formatHex(device.bytes(1), 48, end);
  }
}
