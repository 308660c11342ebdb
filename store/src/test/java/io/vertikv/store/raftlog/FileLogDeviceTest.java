package io.vertikv.store.raftlog;

import static io.vertikv.store.raftlog.Logs.SMALL;
import static io.vertikv.store.raftlog.Logs.append;
import static io.vertikv.store.raftlog.Logs.payloads;
import static io.vertikv.store.raftlog.Logs.writeEach;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLogDeviceTest {
  @TempDir
  Path folder;

  @Test
  void aLogOnRealFilesIsThereAfterReopening() throws IOException {
    String large = "x".repeat(10_000);
    try (LogDevice device = open(); RaftLog log = RaftLog.open(device, SMALL)) {
      writeEach(log, append(1, 1, 1, "a", large, "b"), append(2, 1, 1, "c"));
    }
    try (LogDevice device = open(); RaftLog log = RaftLog.open(device, SMALL)) {
      assertEquals(List.of("a", large, "b"), payloads(log.group(1)));
      assertEquals(List.of("c"), payloads(log.group(2)));
      assertEquals(List.of(), log.recovery().damage());
    }
  }

  @Test
  void aProcessThatEndedWithoutClosingLosesNothingWritten() throws IOException {
    RaftLog killed = RaftLog.open(open(), SMALL);
    killed.write(List.of(append(1, 1, 1, "a")));
    killed.write(List.of(append(1, 2, 1, "b")));
    try (RaftLog log = RaftLog.open(open(), SMALL)) {
      assertEquals(List.of("a", "b"), payloads(log.group(1)));
    }
  }

  @Test
  void randomOperationsSurviveManyRestartsOnReusedFiles() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    RandomOperations operations = new RandomOperations(random, 4, 9000);
    LogModel model = new LogModel();
    for (int restart = 0; restart < 10; restart++) {
      RaftLog log = RaftLog.open(open(), SMALL);
      assertEquals(List.of(), log.recovery().damage());
      assertEquals(null, model.difference(LogModel.read(log, 4), 4), "restart " + restart);
      for (int i = 0; i < 40; i++) {
        LogOperation operation = operations.draw(model);
        model.apply(operation);
        log.write(List.of(operation));
        if (i % 10 == 0) log.sync();
        if (log.reclaimable()) log.reclaim();
      }
      if (random.nextBoolean()) log.close();
    }
    assertTrue(files(".spare") <= 2, "spares are few");
  }

  @Test
  void aDeletedSegmentsFileServesTheNextOne() throws IOException {
    try (LogDevice device = open()) {
      device.create(1, 4096).close();
      device.delete(1);
      assertEquals(1, files(".spare"));
      device.create(2, 4096).close();
      assertEquals(0, files(".spare"));
      assertEquals(List.of(2L), device.list());
      device.create(3, 8192).close();
      assertEquals(8192, device.open(3).capacity());
    }
  }

  @Test
  void whatWasReservedIsThereForTheNextSegmentAndIsReservedOnce() throws IOException {
    try (LogDevice device = open()) {
      device.reserve(4096);
      device.reserve(4096);
      assertEquals(1, files(".spare"));
      assertEquals(List.of(), device.list());
    }
    try (LogDevice device = open()) {
      device.reserve(4096);
      assertEquals(1, files(".spare"), "one that an earlier process left serves as well");
      device.create(1, 4096).close();
      assertEquals(0, files(".spare"));
    }
    try (LogDevice device = FileLogDevice.open(folder, Long.MAX_VALUE)) {
      assertThrows(LogDevice.NoSpace.class, () -> device.reserve(4096));
      assertEquals(0, files(".spare"));
    }
  }

  @Test
  void aSegmentThatWouldNotLeaveEnoughFreeSpaceIsRefused() throws IOException {
    try (LogDevice device = FileLogDevice.open(folder, Long.MAX_VALUE)) {
      assertThrows(LogDevice.NoSpace.class, () -> device.create(1, 4096));
      assertEquals(List.of(), device.list());
    }
  }

  @Test
  void aReadBehindTheEndOfAShortFileFails() throws IOException {
    try (LogDevice device = open(); LogFile file = device.create(1, 4096)) {
      assertThrows(IOException.class, () -> file.read(java.nio.ByteBuffer.allocate(10), 4090));
    }
  }

  private LogDevice open() throws IOException { return FileLogDevice.open(folder, 0); }

  private long files(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).count();
    }
  }
}
