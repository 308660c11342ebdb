package io.vertikv.txn.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.txn.region.Lane;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionOperation.Mode;
import io.vertikv.txn.region.RegionRoute;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegionRouterTest {
  private static final long FIRST = RouteCluster.REGION;
  private final RegionsCluster cluster = new RegionsCluster();

  private static Note write(String text) { return Note.on(Mode.WRITE, text, null, 1, false); }

  private static Note read(String text) { return Note.on(Mode.READ, text, null, 1, false); }

  private static void done(Note... notes) {
    for (Note note : notes) {
      assertNull(note.failure, note.text);
      assertTrue(note.over, note.text + " has no end");
    }
  }

  @Test
  void whereOneRegionIsAllThereIsNoKeyIsLookedAt() {
    Note keyless = Note.write("keyless");
    cluster.run(keyless, write("b.1"));
    done(keyless);
    assertEquals(List.of("keyless", "b.1"), cluster.lines());
  }

  @Test
  void eachGoesToTheRegionOfItsKeys() {
    long child = cluster.split("m");
    cluster.lead(child, 3);
    cluster.hear("a");
    cluster.hear("m");
    Note left = write("a.1");
    Note right = write("x.1");
    cluster.run(left, right);
    assertEquals("a.1 at 2 after 0", left.result);
    assertTrue(right.result.startsWith("x.1 at 3"), right.result);
    assertEquals(0, cluster.loads);
  }

  @Test
  void whatMeetsASplitIsPlacedAgainUnderItsName() {
    Note before = write("x.0");
    cluster.run(before);
    cluster.split("m");
    Note[] notes = {write("x.1"), write("a.1"), write("x.2"), read("x.3")};
    cluster.run(notes);
    done(notes);
    assertEquals(List.of("x.0", "a.1", "x.1", "x.2", "x.3"), cluster.lines());
    List<Long> names = cluster.regionOf("x").seen.stream().map(request -> request.sequence()).toList();
    assertEquals(List.of(2L, 4L), names);
    assertEquals(cluster.regionOf("a").seen.getFirst().stream(), cluster.regionOf("x").seen.getFirst().stream());
  }

  @Test
  void whatTheParentHasDoneIsNotDoneByTheChild() {
    cluster.wire.dumb.add(2L);
    Note lost = write("x.1");
    cluster.run(lost);
    cluster.split("m");
    cluster.wire.dumb.remove(2L);
    cluster.wire.cut(2);
    cluster.time.pass(200);
    done(lost);
    assertEquals(List.of("x.1"), cluster.lines());
    assertEquals("x.1 at 2 after 0", lost.result);
    assertTrue(cluster.regionOf("x").seen.getLast().again());
  }

  @Test
  void nothingOvertakesWhatIsStillInTheOldLine() {
    cluster.book(FIRST, 2).held = true;
    Note first = write("x.1");
    cluster.run(first);
    cluster.split("m");
    cluster.hear("x");
    Note second = write("x.2");
    cluster.run(second);
    assertFalse(second.over, "it waits until the first has come back");
    cluster.book(FIRST, 2).held = false;
    cluster.book(FIRST, 2).flush();
    cluster.time.pass(100);
    done(first, second);
    assertEquals(List.of("x.1", "x.2"), cluster.lines());
  }

  @Test
  void aParentThatDoesNotKnowItsChildrenLeavesAQuestion() {
    cluster.forgetful = true;
    cluster.split("m");
    Note left = write("a.1");
    Note right = write("x.1");
    cluster.run(left, right);
    cluster.time.pass(10);
    done(left, right);
    assertEquals(1, cluster.loads);
  }

  @Test
  void whatNobodyKnowsWaitsForItsDeadlineAndNotLonger() {
    cluster.forgetful = true;
    cluster.silent = true;
    cluster.split("m");
    Note right = write("x.1");
    cluster.run(right);
    cluster.time.pass(4_900);
    assertFalse(right.over);
    cluster.time.pass(200);
    assertInstanceOf(RegionFailure.Unavailable.class, right.failure);
    assertTrue(cluster.loads > 2 && cluster.loads < 10, cluster.loads + " questions");
    cluster.silent = false;
    Note again = write("x.2");
    cluster.run(again);
    cluster.time.pass(1_200);
    done(again);
  }

  @Test
  void keysOfSeveralRegionsAreRefusedAndNothingIsDone() {
    Note both = write("ax.1");
    cluster.run(both);
    done(both);
    cluster.split("m");
    Note late = write("ax.2");
    Note keyless = Note.write("keyless");
    cluster.run(late);
    cluster.run(keyless);
    assertInstanceOf(RegionFailure.SeveralRegions.class, late.failure);
    assertInstanceOf(RegionFailure.SeveralRegions.class, keyless.failure);
    assertEquals(List.of("ax.1"), cluster.lines());
  }

  @Test
  void aSplitManyTimesOverIsFollowed() {
    Note[] notes = new Note[26];
    for (char c = 'a'; c <= 'z'; c++) notes[c - 'a'] = write(c + ".1");
    cluster.book(FIRST, 2).held = true;
    cluster.run(notes);
    for (char c = 'z'; c > 'a'; c--) cluster.split(String.valueOf(c));
    cluster.book(FIRST, 2).held = false;
    cluster.book(FIRST, 2).flush();
    cluster.time.pass(100);
    done(notes);
    assertEquals(26, cluster.lines().size());
  }

  @Test
  void aRegionWithoutAReplicaHereIsFoundByTryingItsStores() {
    long child = cluster.split("m");
    cluster.away.add(child);
    cluster.lead(child, 0);
    cluster.hear("a");
    cluster.hear("x");
    cluster.lead(child, 3);
    Note right = write("x.1");
    cluster.run(right);
    cluster.time.pass(200);
    done(right);
    assertTrue(right.result.startsWith("x.1 at 3"), right.result);
  }

  @Test
  void aRegionThatHasLeftAllStoresOfItsRouteIsAskedFor() {
    long child = cluster.split("m");
    cluster.lead(child, 3);
    RegionRoute there = cluster.regions.get(child).route();
    cluster.hear("a");
    cluster.cache.put(List.of(new RegionRoute(child, there.range(), there.epoch(), 2, List.of(1L, 2L))));
    cluster.destroy(child, 1);
    cluster.destroy(child, 2);
    Note right = write("x.1");
    cluster.run(right);
    cluster.time.pass(500);
    done(right);
    assertTrue(right.result.startsWith("x.1 at 3"), right.result);
    assertEquals(1, cluster.loads);
  }

  @Test
  void aStoreThatIsBehindIsAskedAgain() {
    long child = cluster.split("m");
    cluster.hear("a");
    cluster.hear("x");
    cluster.regions.get(child).version = 1;
    cluster.book(child, 2).failing = new RegionFailure.EpochNotMatch(List.of(cluster.regions.get(child).route()));
    Note right = write("x.1");
    cluster.run(right);
    cluster.time.pass(100);
    assertFalse(right.over);
    cluster.book(child, 2).failing = null;
    cluster.time.pass(100);
    done(right);
  }

  @Test
  void aKeyThatTheOperationDidNotNameIsInAnotherRegion() {
    cluster.split("m");
    cluster.hear("a");
    cluster.hear("x");
    cluster.book(FIRST, 2).failing = new RegionFailure.EpochNotMatch(List.of(cluster.regions.get(FIRST).route()));
    Note sort = write("a.1");
    cluster.run(sort);
    assertInstanceOf(RegionFailure.SeveralRegions.class, sort.failure);
  }

  @Test
  void readsOfThisReplicaMoveTooAndKeepTheirPlace() {
    Lane lane = new Lane();
    cluster.book(FIRST, 1).holdRead("x.1");
    Note first = Note.on(Mode.READ, "x.1", lane, 1, true);
    Note second = Note.on(Mode.WRITE, "x.2", lane, 1, false);
    cluster.run(first, second);
    cluster.split("m");
    cluster.hear("a");
    cluster.hear("x");
    Note third = Note.on(Mode.WRITE, "x.3", lane, 1, false);
    cluster.run(third);
    assertFalse(first.over || second.over || third.over);
    cluster.book(FIRST, 1).releaseReads();
    cluster.time.pass(100);
    done(first, second, third);
    assertEquals(List.of("x.1", "x.2", "x.3"), cluster.lines());
  }

  @Test
  void whatIsForTheLeaderOnlyFindsItsRegion() {
    long child = cluster.split("m");
    cluster.lead(child, 1);
    cluster.hear("a");
    cluster.hear("x");
    Note there = Note.bound(Mode.WRITE, "swept");
    Note elsewhere = Note.bound(Mode.WRITE, "not led");
    Note nowhere = Note.bound(Mode.WRITE, "no such region");
    cluster.router.whereLed(child).submit(there);
    cluster.router.whereLed(FIRST).submit(elsewhere);
    cluster.router.whereLed(99).submit(nowhere);
    cluster.router.flush();
    cluster.time.settle();
    done(there);
    assertEquals(new RegionFailure.NotLeader(2), elsewhere.failure);
    assertEquals(new RegionFailure.NotLeader(0), nowhere.failure);
  }

  @Test
  void messagesForManyRegionsLeaveTogether() {
    cluster.split("m");
    cluster.hear("a");
    cluster.hear("x");
    cluster.run(write("a.0"), write("x.0"));
    int flights = cluster.wire.flights;
    cluster.send(write("a.1"), write("x.1"), write("a.2"));
    assertEquals(flights + 1, cluster.wire.flights);
    cluster.time.settle();
  }
}
