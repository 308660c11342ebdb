package io.vertikv.resp.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.resp.cluster.ClusterMap.Node;
import io.vertikv.resp.cluster.ClusterMap.Range;
import io.vertikv.resp.type.Key;
import io.vertikv.resp.type.KeyHash;
import io.vertikv.resp.type.RedisKeys;
import io.vertikv.store.bytes.KeyRange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterMapTest {
  private static final Node ONE = new Node(1, "1".repeat(40), "a", 6379, 0, 16379, true, 0);
  private static final byte[] NO_END = {};

  private static Optional<Range> slots(byte[] start, byte[] end) {
    return Range.of(new KeyRange(start, end), 1, List.of());
  }

  private static Optional<Range> range(int first, int last) {
    return Optional.of(new Range(first, last, 1, List.of()));
  }

  @Test
  void theOnlyRegionHasAllSlots() {
    assertEquals(range(0, KeyHash.SLOTS - 1), Range.of(KeyRange.ALL, 1, List.of()));
  }

  @Test
  void aRegionHasTheSlotsThatBeginInItAndASlotThatIsCutBelongsToTheLeft() {
    byte[] cut = new Key(0, "foo".getBytes()).header();
    int slot = KeyHash.slot("foo".getBytes());
    assertEquals(range(0, slot), slots(NO_END, cut));
    assertEquals(range(slot + 1, KeyHash.SLOTS - 1), slots(cut, NO_END));
    byte[] border = RedisKeys.slot(0, slot).start();
    assertEquals(range(0, slot - 1), slots(NO_END, border));
    assertEquals(range(slot, slot), slots(border, cut));
  }

  @Test
  void aRegionInsideOfASlotOrOfAnotherDatabaseHasNone() {
    KeyRange slot = RedisKeys.slot(0, 7);
    byte[] inside = slot.start().clone();
    inside[inside.length - 1]++;
    assertEquals(range(7, 7), slots(slot.start(), inside));
    byte[] cut = new Key(0, "foo".getBytes()).header();
    assertEquals(Optional.empty(), slots(cut, RedisKeys.after(cut)));
    assertEquals(Optional.empty(), slots(RedisKeys.database(1).start(), NO_END));
  }

  @Test
  void rangesOfOneLeaderAreJoinedWhereTheyMeet() {
    List<Range> ranges = List.of(new Range(200, 16383, 1, List.of(3L, 2L)), new Range(0, 99, 1, List.of(2L, 3L)),
        new Range(100, 199, 1, List.of(3L, 2L)));
    assertEquals(List.of(new Range(0, 16383, 1, List.of(2L, 3L))), new ClusterMap(1, 1, List.of(ONE), ranges).ranges());
    List<Range> apart = List.of(new Range(0, 99, 1, List.of()), new Range(101, 199, 1, List.of()),
        new Range(200, 300, 2, List.of()));
    assertEquals(apart, new ClusterMap(1, 1, List.of(ONE), apart).ranges());
  }

  @Test
  void nonsenseIsRefused() {
    List<Range> twice = List.of(new Range(0, 99, 1, List.of()), new Range(99, 199, 2, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new ClusterMap(1, 1, List.of(ONE), twice));
    assertThrows(IllegalArgumentException.class, () -> new ClusterMap(1, 2, List.of(ONE), List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Range(0, KeyHash.SLOTS, 1, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Range(5, 4, 1, List.of()));
  }
}
