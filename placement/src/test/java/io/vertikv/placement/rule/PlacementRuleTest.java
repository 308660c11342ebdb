package io.vertikv.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.bytes.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementRuleTest {
  private static final List<Demand> THREE = List.of(Demand.voters(3, List.of()));

  private static PlacementRule rule(String id, String start, String end, int priority) {
    return new PlacementRule(id, Bytes.utf8(start), Bytes.utf8(end), priority, THREE);
  }

  @Test
  void theCoveringRuleWithTheHighestPriorityHolds() {
    RuleBook book = RuleBook.EMPTY.with(rule("all", "", "", 1)).with(rule("c-f", "c", "f", 5))
        .with(rule("d-e", "d", "e", 3));
    assertEquals("all", book.covering(Bytes.utf8("a"), Bytes.utf8("b")).id());
    assertEquals("c-f", book.covering(Bytes.utf8("d"), Bytes.utf8("e")).id());
    assertEquals("all", book.covering(Bytes.utf8("b"), Bytes.utf8("d")).id(), "only partly in c-f");
    assertEquals("all", book.covering(Bytes.utf8("d"), Bytes.EMPTY).id(), "to the end of the key space");
    assertNull(book.without("all").covering(Bytes.utf8("a"), Bytes.utf8("b")));
  }

  @Test
  void aRegionThatARuleBeginsOrEndsInIsToBeSplitThere() {
    RuleBook book = RuleBook.EMPTY.with(rule("c-f", "c", "f", 5));
    assertEquals(Bytes.utf8("c"), book.edgeWithin(Bytes.EMPTY, Bytes.EMPTY));
    assertEquals(Bytes.utf8("f"), book.edgeWithin(Bytes.utf8("c"), Bytes.EMPTY));
    assertNull(book.edgeWithin(Bytes.utf8("c"), Bytes.utf8("f")));
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> rule("x", "b", "b", 1));
    assertThrows(IllegalArgumentException.class, () -> rule("", "a", "b", 1));
    assertThrows(IllegalArgumentException.class, () -> new PlacementRule("x", Bytes.EMPTY, Bytes.EMPTY, 1, List.of()));
    Demand followers = new Demand(DemandRole.FOLLOWER, 3, List.of(), List.of());
    assertThrows(IllegalArgumentException.class,
        () -> new PlacementRule("x", Bytes.EMPTY, Bytes.EMPTY, 1, List.of(followers)));
    assertThrows(IllegalArgumentException.class, () -> new Demand(DemandRole.LEADER, 2, List.of(), List.of()));
    assertThrows(IllegalArgumentException.class, () -> new LabelConstraint("zone", LabelConstraint.Test.IN, List.of()));
    assertThrows(IllegalArgumentException.class, () -> StoreLabels.of("zone", "with space"));
  }

  @Test
  void constraintsReadLabels() {
    StoreLabels ssd = StoreLabels.of("disk", "ssd");
    assertTrue(LabelConstraint.in("disk", "ssd", "nvme").allows(ssd));
    assertFalse(new LabelConstraint("disk", LabelConstraint.Test.NOT_IN, List.of("ssd")).allows(ssd));
    assertTrue(new LabelConstraint("disk", LabelConstraint.Test.EXISTS, List.of()).allows(ssd));
    assertTrue(new LabelConstraint("gpu", LabelConstraint.Test.ABSENT, List.of()).allows(ssd));
    assertTrue(new LabelConstraint("disk", LabelConstraint.Test.NOT_IN, List.of("ssd")).allows(StoreLabels.NONE));
  }

  @Test
  void anotherZoneOutweighsAnyNumberOfRacks() {
    List<String> levels = List.of("zone", "rack");
    String[] a = Isolation.place(StoreLabels.of("zone", "1", "rack", "1"), levels);
    String[] otherRack = Isolation.place(StoreLabels.of("zone", "1", "rack", "2"), levels);
    String[] otherZone = Isolation.place(StoreLabels.of("zone", "2", "rack", "1"), levels);
    String[] unknown = Isolation.place(StoreLabels.NONE, levels);
    assertEquals(0, Isolation.between(a, a));
    assertEquals(1, Isolation.between(a, otherRack));
    assertEquals(100, Isolation.between(a, otherZone));
    assertEquals(0, Isolation.between(unknown, unknown), "an unknown place is not another one");
    assertEquals(200, Isolation.most(2, levels));
  }
}
