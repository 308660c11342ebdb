package io.vertikv.store.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.raft.invariant.InvariantBroken;
import io.vertikv.raft.log.EntryKind;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.raft.log.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeldEntriesTest {
  private final HeldEntries held = new HeldEntries();

  private static LogEntry entry(long index, long term) {
    return new LogEntry(index, term, EntryKind.NO_OP, Payload.NONE);
  }

  @Test
  void itBehavesLikeAList() {
    SplittableRandom random = new SplittableRandom(5);
    List<LogEntry> twin = new ArrayList<>();
    long next = 100;
    for (int step = 0; step < 3_000; step++) {
      switch (random.nextInt(5)) {
        case 0 -> {
          if (!twin.isEmpty()) assertEquals(twin.removeFirst(), held.removeFirst());
        }
        case 1 -> {
          if (random.nextInt(10) == 0 && !twin.isEmpty()) {
            long from = twin.getFirst().index() + random.nextInt(twin.size());
            twin.removeIf(entry -> entry.index() >= from);
            held.truncate(from);
            next = from;
          }
        }
        default -> {
          LogEntry entry = entry(next++, step + 1);
          twin.add(entry);
          held.add(entry);
        }
      }
      same(twin);
    }
  }

  private void same(List<LogEntry> twin) {
    assertEquals(twin.isEmpty(), held.isEmpty());
    assertEquals(twin.stream().mapToLong(LogEntry::sizeBytes).sum(), held.sizeBytes());
    if (twin.isEmpty()) {
      assertEquals(Long.MAX_VALUE, held.firstIndex());
    } else {
      assertEquals(twin.getFirst().index(), held.firstIndex());
      assertEquals(twin.getLast().index(), held.lastIndex());
      assertEquals(twin.getLast(), held.at(held.lastIndex()));
    }
  }

  @Test
  void aRangeIsCutAtItsBytesButHoldsOneEntryAtLeast() {
    for (long index = 1; index <= 5; index++) held.add(entry(index, 1));
    int one = entry(1, 1).sizeBytes();
    assertEquals(List.of(entry(2, 1)), held.range(2, 5, 1));
    assertEquals(List.of(entry(2, 1), entry(3, 1)), held.range(2, 5, 2 * one));
    assertEquals(List.of(entry(4, 1), entry(5, 1)), held.range(4, 9, 100 * one));
  }

  @Test
  void aHoleIsADefect() {
    held.add(entry(1, 1));
    assertThrows(InvariantBroken.class, () -> held.add(entry(3, 1)));
  }
}
