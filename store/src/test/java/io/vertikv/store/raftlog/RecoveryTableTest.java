package io.vertikv.store.raftlog;

import static io.vertikv.store.raftlog.Logs.ROOMY;
import static io.vertikv.store.raftlog.Logs.SMALL;
import static io.vertikv.store.raftlog.Logs.append;
import static io.vertikv.store.raftlog.Logs.payloads;
import static io.vertikv.store.raftlog.Logs.state;
import static io.vertikv.store.raftlog.Logs.writeEach;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.raftlog.sim.SimLogDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One damage each: what recovery makes of it. Torn tails are cut in silence, everything else is said. */
class RecoveryTableTest {
  private final SimLogDevice device = Logs.device();

  @Test
  void theLastWriteCutAtAnyByteIsATornTail() throws IOException {
    RaftLog log = RaftLog.open(device, ROOMY);
    writeEach(log, append(1, 1, 1, "first"), append(1, 2, 1, "second", "third"));
    List<int[]> records = records(1);
    int lastBatch = records.get(2)[0];
    int end = records.get(3)[1];
    for (int cut = lastBatch; cut < end; cut++) {
      SimLogDevice torn = device.copy(new SplittableRandom(1));
      Arrays.fill(torn.bytes(1), cut, end, (byte) 0);
      RaftLog reopened = RaftLog.open(reread(torn), ROOMY);
      // Only padding lies in the last bytes: without them the record is whole.
      boolean whole = Arrays.equals(torn.bytes(1), device.bytes(1));
      assertEquals(whole ? List.of("first", "second", "third") : List.of("first"), payloads(reopened.group(1)),
          "cut " + cut);
      assertEquals(List.of(), reopened.recovery().damage(), "cut " + cut);
    }
  }

  @Test
  void unsyncedWritesThatReachedTheDiskInAnotherOrderAreATornTail() throws IOException {
    RaftLog log = RaftLog.open(device, ROOMY);
    writeEach(log, append(1, 1, 1, "synced"));
    for (int i = 2; i <= 4; i++) log.write(List.of(append(1, i, 1, "unsynced")));
    log.sync();
    flipIn(1, 3);
    RaftLog reopened = RaftLog.open(device, ROOMY);
    assertEquals(List.of("synced"), payloads(reopened.group(1)), "the hole ends the log, though valid records follow");
    assertEquals(List.of(), reopened.recovery().damage());
    assertTrue(reopened.recovery().tailBytesCut() > 0);
  }

  @Test
  void aFlippedBitInASyncedEntryQuarantinesItsGroupOnly() throws IOException {
    RaftLog log = RaftLog.open(device, ROOMY);
    writeEach(log, append(1, 1, 1, "a"), append(2, 1, 1, "b", "c"), append(3, 1, 1, "d"));
    flipPayloadOf(1, 3);
    RaftLog reopened = RaftLog.open(device, ROOMY);
    assertEquals(new GroupHealth.Quarantined("entry 1 cannot be read"), reopened.group(2).health());
    assertEquals(List.of("a"), payloads(reopened.group(1)));
    assertEquals(List.of("d"), payloads(reopened.group(3)));
    assertEquals(1, reopened.recovery().damage().size());
    assertInstanceOf(GroupHealth.Quarantined.class, reopened.recovery().health(2));
    assertEquals(GroupHealth.HEALTHY, reopened.recovery().health(99),
        "the damaged group is known, so another is not lost");
    assertThrows(LogPoisoned.class, () -> reopened.write(List.of(append(2, 3, 1, "x"))));
  }

  @Test
  void aDamagedEntryThatWasCompactedSinceHarmsNobody() throws IOException {
    RaftLog log = RaftLog.open(device, ROOMY);
    writeEach(log, append(1, 1, 1, "a"), append(1, 2, 1, "b"), new LogOperation.Compact(1, 1), state(1, 1, 1, 1));
    flipPayloadOf(1, 1);
    RaftLog reopened = RaftLog.open(device, ROOMY);
    assertEquals(GroupHealth.HEALTHY, reopened.group(1).health());
    assertEquals(List.of("b"), payloads(reopened.group(1)));
    assertEquals(1, reopened.recovery().damage().size(), "it is reported all the same");
  }

  @Test
  void aDamagedEntryThatWasOverwrittenSinceHarmsNobody() throws IOException {
    RaftLog log = RaftLog.open(device, ROOMY);
    writeEach(log, append(1, 1, 1, "a"), append(1, 2, 1, "b"), append(1, 2, 2, "B"), state(1, 2, 1, 1));
    flipPayloadOf(1, 3);
    assertEquals(List.of("a", "B"), payloads(RaftLog.open(device, ROOMY).group(1)));
  }

  @Test
  void anUnreadableFrameQuarantinesEveryGroupThatCannotProveItLostNothing() throws IOException {
    RaftLog log = RaftLog.open(device, ROOMY);
    writeEach(log, append(1, 1, 1, "a"), append(2, 1, 1, "a"), append(3, 1, 1, "a"), append(2, 2, 1, "lost"),
        append(1, 2, 1, "b"), append(2, 3, 1, "c"), append(4, 1, 1, "new"));
    device.flip(1, 8L * records(1).get(7)[0] + 150);
    RaftLog reopened = RaftLog.open(device, ROOMY);
    assertEquals(List.of("a", "b"), payloads(reopened.group(1)), "its records are numbered without a gap");
    assertEquals(new GroupHealth.Quarantined("records 1..1 of it are missing"), reopened.group(2).health());
    assertEquals(new GroupHealth.Quarantined("records that cannot be read may be its latest"),
        reopened.group(3).health());
    assertEquals(List.of("new"), payloads(reopened.group(4)), "it began after the damage");
    assertInstanceOf(GroupHealth.Quarantined.class, reopened.recovery().health(99), "all of it may be in the damage");
  }

  @Test
  void anyFlippedBitInAnyRecordIsNoticedOrHarmless() throws IOException {
    RaftLog log = RaftLog.open(device, SMALL);
    writeEach(log, append(1, 1, 1, "a", "b"), state(1, 2, 3, 1), append(2, 1, 1, "c"), new LogOperation.Compact(1, 1),
        append(2, 1, 2, "C", "D"), new LogOperation.Truncate(2, 2));
    log.close();
    LogModel whole = LogModel.read(Logs.reopened(device, SMALL), 2);
    int end = records(1).getLast()[1];
    for (long bit = 48 * 8; bit < end * 8L; bit++) {
      SimLogDevice flipped = device.copy(new SplittableRandom(1));
      flipped.flip(1, bit);
      RaftLog reopened = RaftLog.open(flipped, SMALL);
      for (long id = 1; id <= 2; id++) {
        if (reopened.group(id).health() instanceof GroupHealth.Quarantined) continue;
        assertTrue(whole.group(id).same(LogModel.read(reopened.group(id))), "group " + id + ", bit " + bit);
      }
    }
  }

  @Test
  void aQuarantinedGroupIsRemovedAndBuiltAnew() throws IOException {
    RaftLog log = RaftLog.open(device, SMALL);
    writeEach(log, append(1, 1, 1, "a"), append(2, 1, 1, "b"));
    for (int i = 2; i < 60; i++) writeEach(log, append(2, i, 1, "x".repeat(200)));
    flipPayloadOf(1, 1);
    RaftLog reopened = RaftLog.open(device, SMALL);
    writeEach(reopened, new LogOperation.Compact(2, 59));
    assertThrows(IllegalStateException.class, reopened::settleDamage);
    assertTrue(!reopened.reclaimable(), "the damaged segment is evidence");
    writeEach(reopened, new LogOperation.Remove(1),
        new LogOperation.Reset(1, new StoredState(9, 0, 50), new StoredMark(50, 8)), append(1, 51, 9, "again"));
    reopened.settleDamage();
    assertTrue(reopened.reclaim());
    RaftLog again = RaftLog.open(device, SMALL);
    assertEquals(List.of("again"), payloads(again.group(1)));
    assertEquals(List.of(), again.recovery().damage());
  }

  @Test
  void aMissingSegmentIsAnError() throws IOException {
    fill();
    for (long sequence : device.list().subList(0, 3)) {
      SimLogDevice holed = device.copy(new SplittableRandom(1));
      holed.lose(sequence);
      CorruptLog refused = assertThrows(CorruptLog.class, () -> RaftLog.open(holed, SMALL));
      assertEquals("segment " + sequence + " is missing", refused.getMessage());
    }
  }

  @Test
  void aDamagedSegmentHeaderIsAnError() throws IOException {
    fill();
    for (long sequence : device.list()) {
      SimLogDevice damaged = device.copy(new SplittableRandom(1));
      damaged.flip(sequence, 8 * 20);
      CorruptLog refused = assertThrows(CorruptLog.class, () -> RaftLog.open(damaged, SMALL));
      assertEquals("the header of segment " + sequence + " is damaged", refused.getMessage());
    }
  }

  @Test
  void aCleanCloseProtectsEvenTheLastWrite() throws IOException {
    RaftLog log = RaftLog.open(device, ROOMY);
    writeEach(log, append(1, 1, 1, "a"));
    log.close();
    flipPayloadOf(1, 1);
    assertInstanceOf(GroupHealth.Quarantined.class, RaftLog.open(device, ROOMY).group(1).health());
  }

  private void fill() throws IOException {
    RaftLog log = RaftLog.open(device, SMALL);
    for (int i = 1; i < 60; i++) writeEach(log, append(1, i, 1, "x".repeat(200)));
    log.close();
  }

  /** From and to of all valid records in the segment: marks stand at even places when each batch has one operation. */
  private List<int[]> records(long sequence) {
    byte[] bytes = device.bytes(sequence);
    RecordCursor cursor = new RecordCursor(sequence, ByteBuffer.wrap(bytes), bytes.length);
    List<int[]> records = new ArrayList<>();
    while (cursor.next()) if (cursor.valid()) records.add(new int[]{cursor.position(), cursor.end()});
    return records;
  }

  private void flipPayloadOf(long sequence, int record) {
    // An APPEND without hard state has its first payload after 44 bytes of frame and 17 of entry.
    device.flip(sequence, 8L * (records(sequence).get(record)[0] + 44 + 17));
  }

  private void flipIn(long sequence, int record) {
    device.flip(sequence, 8L * (records(sequence).get(record)[0] + 20));
  }

  private static SimLogDevice reread(SimLogDevice device) { return device.copy(new SplittableRandom(2)); }
}
