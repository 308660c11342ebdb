package io.vertikv.store.raftlog;

import static io.vertikv.store.raftlog.Logs.append;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers on other threads while the writer appends, moves entries and deletes and reuses segment files under them. */
class GroupLogReadersTest {
  private static final int ROUNDS = 500;

  @TempDir
  Path folder;

  @Test
  @Timeout(30)
  void readersSeeOnlyWhatWasWrittenWhileSegmentsComeAndGo() throws Exception {
    RaftLog log = RaftLog.open(FileLogDevice.open(folder, 0), new RaftLogConfig(4096, 4096, 500, 2, 4096));
    // The laggard keeps its entries for ever, so they move; the busy group's are compacted a little behind its end.
    log.write(List.of(append(1, 1, 1, text(1), text(2), text(3), text(4))));
    log.write(List.of(append(2, 1, 1, text(1))));
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicLong compacted = new AtomicLong();
    AtomicLong reads = new AtomicLong();
    Thread laggard = reader(stop, failure, () -> read(log.group(1), 1, 5));
    Thread busy = reader(stop, failure, () -> {
      GroupLog group = log.group(2);
      // The owner never asks for what it has compacted; what it asks for may be compacted just then.
      long from = group.lastIndex();
      if (from > compacted.get()) reads.addAndGet(readUnlessCompacted(group, from));
    });
    for (int i = 2; i <= ROUNDS; i++) {
      log.write(List.of(append(2, i, 1, text(i))));
      compacted.set(i - 20);
      if (i > 20) log.write(List.of(new LogOperation.Compact(2, i - 20)));
      if (log.reclaimable()) log.reclaim();
    }
    stop.set(true);
    laggard.join();
    busy.join();
    if (failure.get() != null) throw new AssertionError("a reader failed", failure.get());
    assertTrue(reads.get() > 0);
    assertTrue(log.segmentCount() < 8);
    log.close();
  }

  private static long readUnlessCompacted(GroupLog group, long from) {
    try {
      read(group, from, from + 1);
      return 1;
    } catch (IndexOutOfBoundsException compactedMeanwhile) {
      assertTrue(group.firstIndex() > from);
      return 0;
    }
  }

  private static void read(GroupLog group, long from, long to) {
    long next = from;
    for (StoredEntry entry : group.entries(from, to, Long.MAX_VALUE)) {
      assertEquals(next, entry.index());
      assertEquals(text(next++), new String(entry.payload().array(), java.nio.charset.StandardCharsets.UTF_8));
    }
    assertEquals(to, next);
  }

  private interface Reading {
    void read() throws IOException;
  }

  private static Thread reader(AtomicBoolean stop, AtomicReference<Throwable> failure, Reading reading) {
    return Thread.ofPlatform().start(() -> {
      try {
        while (!stop.get()) reading.read();
      } catch (IOException | RuntimeException | AssertionError met) {
        failure.compareAndSet(null, met);
      }
    });
  }

  private static String text(long index) { return ("entry " + index + " ").repeat(20); }
}
