package io.vertikv.store.raftlog;

import static io.vertikv.store.raftlog.Logs.ROOMY;
import static io.vertikv.store.raftlog.Logs.append;
import static io.vertikv.store.raftlog.Logs.payloads;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.raftlog.sim.SimLogDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LogWriterTest {
  private final SimLogDevice disk = Logs.device();
  private final GateDevice device = new GateDevice(disk);
  private final TestLoop loop = new TestLoop();
  private final AtomicLong nanos = new AtomicLong();
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
  private LogWriter writer;

  @AfterEach
  void end() {
    device.disarm();
    if (writer != null) writer.close();
    loop.close();
  }

  @Test
  void manyProducersGetTheirAcknowledgementsInOrder() throws Exception {
    start(SyncMode.ALWAYS);
    int producers = 8;
    int each = 500;
    CountDownLatch done = new CountDownLatch(producers * each);
    List<TestLoop> loops = List.of(new TestLoop(), new TestLoop());
    List<ConcurrentLinkedQueue<Long>> acknowledged = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < producers; i++) {
      long group = i + 1;
      ConcurrentLinkedQueue<Long> mine = new ConcurrentLinkedQueue<>();
      acknowledged.add(mine);
      AckTarget target = operation -> {
        mine.add(((LogOperation.Append) operation).entries().get(0).index());
        done.countDown();
      };
      threads.add(Thread.ofPlatform().start(() -> {
        for (int n = 1; n <= each; n++) {
          assertEquals(Admission.ACCEPTED,
              writer.append(append(group, n, 1, "x" + n), loops.get((int) group % 2), target));
        }
      }));
    }
    for (Thread thread : threads) thread.join();
    done.await();
    for (ConcurrentLinkedQueue<Long> mine : acknowledged) {
      assertEquals(java.util.stream.LongStream.rangeClosed(1, each).boxed().toList(), List.copyOf(mine));
    }
    assertEquals(producers * each, writer.counters().operations());
    assertEquals(0, writer.queueBytes());
    long batches = writer.counters().batches();
    assertTrue(batches <= producers * each);
    assertTrue(loops.stream().mapToInt(one -> one.tasks.get()).sum() <= 2 * batches, "one task a loop and batch");
    loops.forEach(TestLoop::close);
  }

  @Test
  void whatGathersDuringASyncIsWrittenAndAcknowledgedTogether() throws Exception {
    start(SyncMode.ALWAYS);
    device.arm();
    CountDownLatch done = new CountDownLatch(101);
    AckTarget target = operation -> done.countDown();
    writer.append(append(1, 1, 1, "first"), loop, target);
    device.waiting.acquire();
    for (int i = 2; i <= 101; i++) writer.append(append(1, i, 1, "x"), loop, target);
    assertEquals(101, done.getCount(), "nothing is acknowledged before its sync");
    device.permits.release();
    device.waiting.acquire();
    assertEquals(100, awaitCount(done, 100), "the first batch was acknowledged");
    device.permits.release();
    done.await();
    assertEquals(2, writer.counters().syncs());
    assertEquals(2, writer.counters().batches());
    assertEquals(2, loop.tasks.get());
  }

  @Test
  void neverModeAcknowledgesAfterTheWriteAndDoesNotSync() throws Exception {
    start(SyncMode.NEVER);
    device.arm();
    int syncs = disk.syncs();
    appendAndWait(1, "a");
    appendAndWait(2, "b");
    assertEquals(syncs, disk.syncs());
    assertEquals(0, writer.counters().syncs());
  }

  @Test
  void intervalModeAcknowledgesAfterTheWriteAndSyncsWhenTheTimeHasCome() throws Exception {
    start(new SyncMode.Interval(60_000));
    appendAndWait(1, "a");
    assertEquals(0, writer.counters().syncs(), "acknowledged, not synced");
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(60_000));
    device.arm();
    CountDownLatch done = new CountDownLatch(1);
    writer.append(append(1, 2, 1, "b"), loop, operation -> done.countDown());
    device.waiting.acquire();
    device.permits.release();
    done.await();
  }

  @Test
  void intervalModeSyncsWithoutFurtherAppends() throws Exception {
    writer = LogWriter.start(RaftLog.open(device, ROOMY), LogWriterConfig.defaults(new SyncMode.Interval(5)),
        System::nanoTime,
        took -> {}, failure::complete);
    device.arm();
    appendAndWait(1, "a");
    device.waiting.acquire();
    device.permits.release();
  }

  @Test
  void aFullQueueSaysBusyAndTakesAgainAfterAnAcknowledgement() throws Exception {
    start(new LogWriterConfig(SyncMode.ALWAYS, 8192, 4096, 10));
    device.arm();
    CountDownLatch first = new CountDownLatch(1);
    writer.append(append(1, 1, 1, "x".repeat(1000)), loop, operation -> first.countDown());
    device.waiting.acquire();
    int index = 2;
    while (writer.append(append(1, index, 1, "x".repeat(1000)), loop, operation -> {}) == Admission.ACCEPTED) index++;
    assertEquals(Admission.BUSY, writer.append(append(1, index, 1, "x".repeat(1000)), loop, operation -> {}));
    assertTrue(writer.queueBytes() <= 8192);
    device.disarm();
    first.await();
    appendAndWait(index, "x".repeat(1000));
  }

  @Test
  void anOperationLargerThanTheQueueIsTakenAlone() throws Exception {
    start(new LogWriterConfig(SyncMode.ALWAYS, 8192, 4096, 10));
    appendAndWait(1, "x".repeat(20_000));
    assertEquals(20_000, payloads(Logs.reopened(disk, ROOMY).group(1)).get(0).length());
  }

  @Test
  void aPoisonedLogIsReportedOnceAndAcknowledgesNothingMore() throws Exception {
    start(SyncMode.ALWAYS);
    appendAndWait(1, "kept");
    disk.failNextSync();
    ConcurrentLinkedQueue<LogOperation> wrong = new ConcurrentLinkedQueue<>();
    writer.append(append(1, 2, 1, "lost"), loop, wrong::add);
    assertInstanceOf(LogPoisoned.class, failure.get());
    assertEquals(Admission.CLOSED, writer.append(append(1, 3, 1, "c"), loop, wrong::add));
    writer.close();
    loop.close();
    assertEquals(List.of(), List.copyOf(wrong));
    assertEquals(List.of("kept"), payloads(Logs.reopened(disk, ROOMY).group(1)));
  }

  @Test
  void aFullDiskHoldsTheBatchRefusesEntriesAndLetsCompactionsPass() throws Exception {
    RaftLogConfig small = Logs.SMALL;
    disk.spaceBytes(2 * 4096);
    writer = LogWriter.start(RaftLog.open(device, small), new LogWriterConfig(SyncMode.ALWAYS, 1 << 20, 4096, 1),
        nanos::get, took -> {}, failure::complete);
    ConcurrentLinkedQueue<LogOperation> acknowledged = new ConcurrentLinkedQueue<>();
    for (int i = 1; i <= 4; i++) appendAndWait(i, "x".repeat(500));
    int index = 5;
    Admission admission;
    do {
      admission = writer.append(append(1, index, 1, "x".repeat(500)), loop, acknowledged::add);
      assertNotEquals(Admission.CLOSED, admission);
      if (admission == Admission.ACCEPTED) index++;
    } while (admission != Admission.DISK_FULL);
    int accepted = index - 1;
    CountDownLatch compacted = new CountDownLatch(1);
    assertEquals(Admission.ACCEPTED,
        writer.append(new LogOperation.Compact(1, 3), loop, operation -> compacted.countDown()));
    compacted.await();
    disk.spaceBytes(Long.MAX_VALUE);
    while (writer.queueBytes() > 0) Thread.onSpinWait();
    writer.close();
    loop.close();
    assertEquals(accepted - 4, acknowledged.size(), "the held batch was written after all");
    assertEquals(accepted, Logs.reopened(disk, small).group(1).lastIndex());
  }

  @Test
  void aDiskThatIsGettingFullIsSeenWhileThereIsRoomAndForgottenWhenItIsNot() throws Exception {
    disk.spaceBytes(4096 + 4095);
    writer = LogWriter.start(RaftLog.open(device, Logs.SMALL), new LogWriterConfig(SyncMode.ALWAYS, 1 << 20, 4096, 1),
        nanos::get, took -> {}, failure::complete);
    appendAndWait(1, "x");
    assertFalse(writer.spaceLow(), "less than a quarter is used");
    appendAndWait(2, "x".repeat(1000));
    while (!writer.spaceLow()) Thread.onSpinWait();
    appendAndWait(3, "what is left is still written");
    disk.spaceBytes(2 * 4096);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    while (writer.spaceLow()) Thread.onSpinWait();
    disk.spaceBytes(0);
    appendAndWait(4, "x".repeat(3000));
    assertEquals(4, Logs.reopened(disk, Logs.SMALL).group(1).lastIndex());
  }

  @Test
  void closingWhileTheDiskIsFullDropsWhatWasNotWrittenAndIsNoFailure() throws Exception {
    disk.spaceBytes(4096);
    writer = LogWriter.start(RaftLog.open(device, Logs.SMALL), new LogWriterConfig(SyncMode.ALWAYS, 1 << 20, 4096, 1),
        nanos::get, took -> {}, failure::complete);
    ConcurrentLinkedQueue<LogOperation> acknowledged = new ConcurrentLinkedQueue<>();
    appendAndWait(1, "kept");
    for (int i = 2; i <= 6; i++) {
      writer.append(append(1, i, 1, "x".repeat(3000)), loop, acknowledged::add);
    }
    writer.close();
    loop.close();
    assertFalse(failure.isDone());
    disk.spaceBytes(Long.MAX_VALUE);
    assertEquals(1 + acknowledged.size(), Logs.reopened(disk, Logs.SMALL).group(1).lastIndex());
    assertTrue(acknowledged.size() <= 1, "one fits");
  }

  @Test
  void closingWritesWhatWasAccepted() throws Exception {
    start(SyncMode.ALWAYS);
    ConcurrentLinkedQueue<LogOperation> acknowledged = new ConcurrentLinkedQueue<>();
    for (int i = 1; i <= 1000; i++) writer.append(append(1, i, 1, "x"), loop, acknowledged::add);
    writer.close();
    assertEquals(Admission.CLOSED, writer.append(append(1, 1001, 1, "x"), loop, acknowledged::add));
    loop.close();
    assertEquals(1000, acknowledged.size());
    assertEquals(1000, Logs.reopened(disk, ROOMY).group(1).lastIndex());
  }

  @Test
  void oldSegmentsAreReclaimedAlongTheWay() throws Exception {
    RaftLog log = RaftLog.open(device, Logs.SMALL);
    writer = LogWriter.start(log, LogWriterConfig.defaults(SyncMode.ALWAYS), nanos::get, took -> {}, failure::complete);
    for (int i = 1; i <= 300; i++) {
      appendAndWait(i, "x".repeat(200));
      writer.append(new LogOperation.Compact(1, i), loop, operation -> {});
    }
    writer.close();
    assertTrue(disk.list().size() <= 4, "segments " + disk.list());
  }

  private void start(SyncMode mode) throws IOException { start(LogWriterConfig.defaults(mode)); }

  private void start(LogWriterConfig config) throws IOException {
    writer = LogWriter.start(RaftLog.open(device, ROOMY), config, nanos::get, took -> {}, failure::complete);
  }

  /** Appends one entry to group 1 and waits for the acknowledgement. */
  private void appendAndWait(long index, String payload) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    assertEquals(Admission.ACCEPTED, writer.append(append(1, index, 1, payload), loop, operation -> done.countDown()));
    done.await();
  }

  private static long awaitCount(CountDownLatch latch, long count) {
    while (latch.getCount() > count) Thread.onSpinWait();
    return latch.getCount();
  }
}
