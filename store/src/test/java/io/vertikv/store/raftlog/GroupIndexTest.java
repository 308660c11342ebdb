package io.vertikv.store.raftlog;

import static io.vertikv.store.raftlog.Logs.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupIndexTest {
  private final SegmentTable segments = new SegmentTable();
  private final Segment segment;
  private final GroupIndex index = new GroupIndex(segments);

  GroupIndexTest() throws IOException {
    segment = new Segment(1, Logs.device().create(1, 4096), 48);
    segments.add(segment);
  }

  @Test
  void aViewNeverChangesWhateverTheWriterDoesNext() {
    index.append(List.of(entry(1, 1, "a"), entry(2, 1, "bb"), entry(3, 2, "ccc")), place(100));
    IndexView before = index.view();
    index.append(List.of(entry(2, 3, "xxxxx")), place(900));
    index.append(List.of(entry(3, 3, "yyyyyy"), entry(4, 3, "z")), place(1000));
    index.move(List.of(entry(1, 1, "a")), place(2000));
    index.compact(new StoredMark(1, 1), place(50));
    assertEquals(3, before.last());
    assertEquals(place(100), before.place(1));
    assertEquals(place(118), before.place(2));
    assertEquals(2, before.length(2));
    assertEquals(place(137), before.place(3));
    assertEquals(2, before.terms().term(3));
    assertEquals("ccc", text(before, 3));
    IndexView after = index.view();
    assertEquals(2, after.first());
    assertEquals(4, after.last());
    assertEquals(3, after.terms().term(2));
    assertTrue(after.moved(before, 1, 2), "compacted");
    assertTrue(after.moved(before, 2, 3), "overwritten");
  }

  @Test
  void countsOfLiveThingsReturnToZero() {
    for (int i = 1; i <= 50; i++) index.append(List.of(entry(i, i / 7, "payload")), place(100 + i));
    index.state(new StoredState(1, 1, 1), place(60));
    index.state(new StoredState(2, 1, 1), place(70));
    assertEquals(51, segment.liveRefs);
    index.compact(new StoredMark(40, 5), place(80));
    assertEquals(12, segment.liveRefs, "ten entries, a hard state, a mark");
    index.truncate(46);
    assertEquals(7, segment.liveRefs);
    index.reset(new StoredMark(90, 9), place(90));
    assertEquals(2, segment.liveRefs);
    index.clear();
    assertEquals(0, segment.liveRefs);
    assertEquals(0, segment.liveBytes);
  }

  @Test
  void termsAreRightAfterAnyMixOfAppendsTruncationsAndCompactions() {
    List<Long> terms = new ArrayList<>();
    long first = 1;
    for (int round = 1; round <= 200; round++) {
      long from = first + terms.size() - (round % 5 == 0 ? Math.min(3, terms.size()) : 0);
      while (first + terms.size() > from) terms.removeLast();
      index.truncate(from);
      for (int i = 0; i < round % 4; i++) {
        terms.add((long) round / 3);
        index.add(round / 3, place(100), 1, null);
      }
      if (round % 7 == 0 && terms.size() > 2) {
        index.compact(new StoredMark(first + 1, terms.get(1)), place(50));
        terms.subList(0, 2).clear();
        first += 2;
      }
      IndexView view = index.view();
      assertEquals(first, view.first());
      assertEquals(first + terms.size() - 1, view.last());
      for (int i = 0; i < terms.size(); i++) assertEquals(terms.get(i), view.terms().term(first + i), "round " + round);
    }
  }

  @Test
  void theCacheForgetsTheOldestPayloadsAndKeepsItsBound() {
    EntryCache cache = new EntryCache(1000);
    for (int i = 1; i <= 20; i++) {
      StoredEntry entry = entry(i, 1, "x".repeat(54));
      index.append(List.of(entry), place(100 + i));
      cache.added(index, entry);
      assertTrue(cache.bytes() <= 1000);
    }
    assertNull(index.view().cached(14));
    assertNotNull(index.view().cached(15));
    index.compact(new StoredMark(18, 1), place(50));
    cache.prune();
    assertEquals(300, cache.bytes(), "compacted ones are let go at once");
  }

  @Test
  void anEntryLargerThanTheCacheIsNotKept() {
    EntryCache cache = new EntryCache(100);
    StoredEntry large = entry(1, 1, "x".repeat(200));
    index.append(List.of(large), place(100));
    cache.added(index, large);
    assertNull(index.view().cached(1));
    assertFalse(cache.bytes() > 0);
  }

  private static String text(IndexView view, long index) {
    return new String(view.cached(index).payload().array(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static long place(long offset) { return Segment.place(1, offset); }
}
