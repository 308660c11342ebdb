package io.vertikv.store.raftlog;

import static io.vertikv.store.raftlog.Logs.ROOMY;
import static io.vertikv.store.raftlog.Logs.SMALL;
import static io.vertikv.store.raftlog.Logs.append;
import static io.vertikv.store.raftlog.Logs.payloads;
import static io.vertikv.store.raftlog.Logs.reopened;
import static io.vertikv.store.raftlog.Logs.state;
import static io.vertikv.store.raftlog.Logs.writeEach;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.raftlog.sim.SimLogDevice;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RaftLogTest {
  private final SimLogDevice device = Logs.device();

  @Test
  void aBatchOfManyGroupsIsOneWriteAndOneSync() throws IOException {
    RaftLog log = RaftLog.open(device, ROOMY);
    int writes = device.writes();
    int syncs = device.syncs();
    log.write(List.of(append(1, 1, 1, "a", "b"), append(2, 1, 1, "c"), state(3, 1, 2, 0), append(1, 3, 1, "d")));
    log.sync();
    log.sync();
    assertEquals(1, device.writes() - writes);
    assertEquals(1, device.syncs() - syncs, "the second sync has nothing to do");
    assertEquals(List.of("a", "b", "d"), payloads(log.group(1)));
    assertEquals(new StoredState(1, 2, 0), log.group(3).state());
  }

  @Test
  void anOverwritingAppendDropsWhatFollowed() throws IOException {
    RaftLog log = RaftLog.open(device, ROOMY);
    writeEach(log, append(1, 1, 1, "a", "b", "c"), append(1, 2, 2, "B"));
    for (RaftLog each : List.of(log, reopened(device, ROOMY))) {
      assertEquals(List.of("a", "B"), payloads(each.group(1)));
      assertEquals(2, each.group(1).lastIndex());
      assertEquals(2, each.group(1).term(2));
      assertEquals(GroupLog.NO_TERM, each.group(1).term(3));
    }
  }

  @Test
  void aCompactionKeepsTheTermBeforeTheFirstEntry() throws IOException {
    RaftLog log = RaftLog.open(device, ROOMY);
    writeEach(log, append(1, 1, 4, "a", "b", "c"), new LogOperation.Compact(1, 2));
    for (RaftLog each : List.of(log, reopened(device, ROOMY))) {
      assertEquals(new StoredMark(2, 4), each.group(1).mark());
      assertEquals(3, each.group(1).firstIndex());
      assertEquals(4, each.group(1).term(2));
      assertEquals(GroupLog.NO_TERM, each.group(1).term(1));
      assertThrows(IndexOutOfBoundsException.class, () -> each.group(1).entries(2, 4, 100));
    }
  }

  @Test
  void aSnapshotReplacesTheLog() throws IOException {
    RaftLog log = RaftLog.open(device, ROOMY);
    writeEach(log, append(1, 1, 1, "a", "b"),
        new LogOperation.Reset(1, new StoredState(5, 1, 90), new StoredMark(90, 4)), append(1, 91, 5, "x"));
    for (RaftLog each : List.of(log, reopened(device, ROOMY))) {
      assertEquals(91, each.group(1).firstIndex());
      assertEquals(List.of("x"), payloads(each.group(1)));
      assertEquals(new StoredState(5, 1, 90), each.group(1).state());
    }
  }

  @Test
  void aRemovedGroupStartsAfresh() throws IOException {
    RaftLog log = RaftLog.open(device, ROOMY);
    writeEach(log, append(1, 1, 7, "old"), state(1, 7, 7, 7), new LogOperation.Remove(1));
    assertEquals(Set.of(), reopened(device, ROOMY).recovery().groups());
    writeEach(log, append(1, 1, 1, "new"));
    for (RaftLog each : List.of(log, reopened(device, ROOMY))) {
      assertEquals(List.of("new"), payloads(each.group(1)));
      assertEquals(StoredState.NONE, each.group(1).state());
    }
  }

  @Test
  void readsStopAtTheByteLimitButGiveAtLeastOneEntry() throws IOException {
    RaftLog log = RaftLog.open(device, ROOMY);
    writeEach(log, append(1, 1, 1, "aaaa", "bbbb", "cccc"));
    GroupLog group = log.group(1);
    assertEquals(1, group.entries(1, 4, 0).size());
    assertEquals(2, group.entries(1, 4, 11).size());
    assertEquals(3, group.entries(1, 4, 12).size());
    assertEquals(0, group.entries(4, 4, 12).size());
    assertEquals(2, group.cached(1, 4, 8).size());
  }

  @Test
  void theCacheHoldsTheNewestEntriesOfAllGroupsAndTheDiskTheRest() throws IOException {
    RaftLog log = RaftLog.open(device, new RaftLogConfig(1 << 16, 1 << 14, 300, 4, 1 << 14));
    writeEach(log, append(1, 1, 1, "a", "b"), append(2, 1, 1, "c"), append(1, 3, 1, "d"));
    assertEquals(List.of(), log.group(1).cached(1, 4, 100), "the first is not in memory");
    assertEquals(2, log.group(1).cached(2, 4, 100).size());
    assertEquals(1, log.group(2).cached(1, 2, 100).size());
    assertEquals(List.of("a", "b", "d"), payloads(log.group(1)));
  }

  @Test
  void anEntryLargerThanASegmentGetsItsOwn() throws IOException {
    RaftLog log = RaftLog.open(device, SMALL);
    String large = "x".repeat(20_000);
    writeEach(log, append(1, 1, 1, "a", large, "b"), append(1, 4, 1, "c"));
    for (RaftLog each : List.of(log, reopened(device, SMALL))) {
      assertEquals(List.of("a", large, "b", "c"), payloads(each.group(1)));
    }
  }

  @Test
  void segmentsThatNobodyNeedsAreDeleted() throws IOException {
    RaftLog log = RaftLog.open(device, SMALL);
    for (int i = 1; i <= 100; i++) writeEach(log, append(1, i, 1, "x".repeat(200)));
    assertTrue(log.segmentCount() > 5, "segments before: " + log.segmentCount());
    writeEach(log, new LogOperation.Compact(1, 99));
    assertTrue(log.reclaimable());
    assertTrue(log.reclaim());
    assertTrue(log.segmentCount() <= 2, "segments after: " + log.segmentCount());
    assertFalse(log.reclaimable());
    assertEquals(100, reopened(device, SMALL).group(1).lastIndex());
  }

  @Test
  void aLaggardsEntriesAndHardStateMoveForwardInsteadOfPinningTheLog() throws IOException {
    RaftLog log = RaftLog.open(device, SMALL);
    writeEach(log, append(7, 1, 1, "precious", "too"), state(7, 3, 2, 1), append(8, 1, 1, "a", "b"),
        new LogOperation.Compact(8, 2));
    int most = 0;
    for (int i = 1; i <= 400; i++) {
      writeEach(log, append(1, i, 1, "x".repeat(200)), new LogOperation.Compact(1, i));
      if (log.reclaimable()) log.reclaim();
      most = Math.max(most, log.segmentCount());
    }
    assertTrue(most <= SMALL.rewriteAboveSegments() + 2, "segments: " + most);
    for (RaftLog each : List.of(log, reopened(device, SMALL))) {
      assertEquals(List.of("precious", "too"), payloads(each.group(7)));
      assertEquals(new StoredState(3, 2, 1), each.group(7).state());
      assertEquals(new StoredMark(2, 1), each.group(8).mark());
    }
  }

  @Test
  void aFailedSyncPoisonsTheLogForEver() throws IOException {
    RaftLog log = RaftLog.open(device, ROOMY);
    writeEach(log, append(1, 1, 1, "kept"));
    log.write(List.of(append(1, 2, 1, "lost")));
    device.failNextSync();
    LogPoisoned poison = assertThrows(LogPoisoned.class, log::sync);
    assertSame(poison, assertThrows(LogPoisoned.class, log::sync),
        "the disk would report success now: that is the trap");
    assertSame(poison, assertThrows(LogPoisoned.class, () -> log.write(List.of(append(1, 3, 1, "c")))));
    assertSame(poison, assertThrows(LogPoisoned.class, log::reclaim));
    log.close();
    assertEquals(List.of("kept"), payloads(reopened(device, ROOMY).group(1)));
  }

  @Test
  void anEntryThatRotsWhileTheLogIsOpenIsNeverServedNorMoved() throws IOException {
    RaftLog log = RaftLog.open(device, SMALL);
    writeEach(log, append(7, 1, 1, "precious".repeat(200)));
    for (int i = 1; i <= 30; i++) writeEach(log, append(1, i, 1, "x".repeat(200)), new LogOperation.Compact(1, i));
    int first = Math.toIntExact(Segment.offsetOf(log.group(7).index().view().place(1)));
    device.flip(1, 8L * (first + 100));
    assertThrows(CorruptLog.class, () -> log.group(7).entries(1, 2, 100));
    int segments = 0;
    for (int i = 31; i <= 90; i++) {
      writeEach(log, append(1, i, 1, "x".repeat(200)), new LogOperation.Compact(1, i));
      if (log.reclaimable()) log.reclaim();
      segments = log.segmentCount();
    }
    assertInstanceOf(GroupHealth.Quarantined.class, log.group(7).health());
    assertTrue(segments > 5, "the evidence stays");
    writeEach(log, append(7, 2, 1, "its owner has not noticed yet"));
    assertInstanceOf(GroupHealth.Quarantined.class, reopened(device, SMALL).group(7).health());
  }

  @Test
  void aFailedWritePoisonsTheLogForEver() throws IOException {
    RaftLog log = RaftLog.open(device, ROOMY);
    device.failNextWrite();
    assertThrows(LogPoisoned.class, () -> log.write(List.of(append(1, 1, 1, "a"))));
    assertThrows(LogPoisoned.class, () -> log.write(List.of(append(1, 1, 1, "a"))));
    assertTrue(log.poison().isPresent());
  }

  @Test
  void aFullDiskRefusesTheBatchAndHarmsNothing() throws IOException {
    RaftLog log = RaftLog.open(device, SMALL);
    device.spaceBytes(2 * 4096);
    int written = 0;
    while (log.write(List.of(append(1, written + 1, 1, "x".repeat(200)))) == WriteOutcome.WRITTEN) written++;
    log.sync();
    assertTrue(written > 20, "written " + written);
    assertEquals(written, log.group(1).lastIndex());
    assertEquals(WriteOutcome.WRITTEN, log.write(List.of(new LogOperation.Compact(1, written))),
        "room is kept for compactions");
    assertTrue(log.reclaim(), "and for letting go of a segment");
    assertEquals(WriteOutcome.WRITTEN, log.write(List.of(append(1, written + 1, 1, "x".repeat(200)))));
    log.sync();
    assertEquals(written + 1, reopened(device, SMALL).group(1).lastIndex());
  }

  @Test
  void aHoleInTheLogIsABrokenInvariant() throws IOException {
    RaftLog log = RaftLog.open(device, ROOMY);
    writeEach(log, append(1, 1, 1, "a"));
    assertThrows(LogPoisoned.class, () -> log.write(List.of(append(1, 3, 1, "c"))));
    assertEquals(List.of("a"), payloads(log.group(1)));
  }

  @Test
  void anEmptyLogReopensEmptyWithoutNewSegments() throws IOException {
    for (int i = 0; i < 3; i++) {
      RaftLog log = RaftLog.open(device, ROOMY);
      assertEquals(1, log.segmentCount());
    }
    assertEquals(List.of(1L), device.list());
  }
}
