package io.vertikv.placement.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.placement.report.Leadership;
import io.vertikv.placement.report.PeerHealth;
import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionDescriptor;
import io.vertikv.placement.report.RegionFlow;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.report.RegionPeers;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.placement.report.RegionSize;
import io.vertikv.placement.report.Traffic;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.region.RegionEpoch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RegionTableTest {
  private final StoreTable stores = new StoreTable();
  private final RegionTable table = new RegionTable(stores);

  /** Peers 10*id+1.. on stores 1, 2, 3; the first leads. */
  private static RegionReport report(long id, String range, long version, long term) {
    return report(id, range, new RegionEpoch(version, 1), term, 0, 100);
  }

  private static RegionReport report(long id, String range, RegionEpoch epoch, long term, int leader, long bytes) {
    String[] ends = range.split("-", -1);
    List<RegionPeer> peers = new ArrayList<>();
    for (int store = 1; store <= 3; store++) peers.add(new RegionPeer(10 * id + store, store, PeerRole.VOTER));
    RegionDescriptor region = new RegionDescriptor(id, Bytes.utf8(ends[0]), Bytes.utf8(ends[1]), epoch,
        new RegionPeers(peers));
    return RegionReport.of(region, new Leadership(peers.get(leader).id(), term), new RegionSize(bytes, 1));
  }

  private Admission.Believed believed(RegionReport report) {
    return assertInstanceOf(Admission.Believed.class, table.admit(report, 0, 0));
  }

  private long stale(RegionReport report) {
    return assertInstanceOf(Admission.Stale.class, table.admit(report, 0, 0)).known().id();
  }

  @Test
  void childrenOfASplitMayBeHeardOfBeforeTheirParent() {
    believed(report(1, "-", 1, 1));
    Admission.Believed child = believed(report(2, "-m", 2, 1));
    assertEquals(List.of(1L), child.superseded().stream().map(RegionEntry::id).toList());
    assertEquals(1, table.gaps(), "nobody has spoken for the rest yet, and nothing is invented for it");
    assertNull(table.at(Bytes.utf8("z")));
    assertEquals(2, stale(report(1, "-", 1, 1)), "the parent as it was lies upon a newer region");
    believed(report(1, "m-", 2, 1));
    assertEquals(0, table.gaps());
    assertEquals(1, table.at(Bytes.utf8("m")).id());
    assertEquals(2, table.at(Bytes.utf8("a")).id());
  }

  @Test
  void theTargetOfAMergeTakesThePlaceOfBoth() {
    believed(report(1, "-m", 4, 1));
    believed(report(2, "m-", 6, 1));
    Admission.Believed merged = believed(report(2, "-", 7, 1));
    assertEquals(List.of(1L), merged.superseded().stream().map(RegionEntry::id).toList());
    assertEquals(2, stale(report(1, "-m", 5, 9)));
    assertEquals(1, table.size());
    assertEquals(0, table.gaps());
  }

  @Test
  void lesserEpochsAndTermsOfARegionAreStale() {
    believed(report(1, "-", new RegionEpoch(5, 5), 5, 0, 100));
    assertEquals(1, stale(report(1, "-", new RegionEpoch(4, 9), 9, 0, 100)));
    assertEquals(1, stale(report(1, "-", new RegionEpoch(9, 4), 9, 0, 100)));
    assertEquals(1, stale(report(1, "-", new RegionEpoch(5, 5), 4, 1, 100)), "a leader that does not know its end");
    assertTrue(believed(report(1, "-", new RegionEpoch(5, 5), 6, 1, 100)).changed());
    assertEquals(12, table.get(1).leader().id());
  }

  @Test
  void loadsAreSmoothedAndForgottenWhenTheRangeChanges() {
    RegionFlow busy = new RegionFlow(new Traffic(1000, 60_000_000), Traffic.NONE, 60_000, List.of());
    RegionReport first = report(1, "-", 1, 1);
    for (int i = 0; i < 10; i++)
      table.admit(new RegionReport(first.region(), first.leader(), first.size(), busy, PeerHealth.GOOD), 600, 0);
    assertEquals(1_010_000, table.get(1).readLoad(), 10_000);
    assertEquals(table.get(1).readLoad(), stores.get(1).leaderReadLoad());
    table.admit(first, 0, 0);
    assertEquals(1_010_000, table.get(1).readLoad(), 10_000, "a report without an interval says nothing about load");
    believed(report(1, "m-", 2, 1));
    assertEquals(0, table.get(1).readLoad());
    assertEquals(0, stores.get(1).leaderReadLoad());
  }

  @Test
  void theSumsOfStoresAreThoseOfTheRegionsWhateverIsReported() {
    for (long seed = 1; seed <= 20; seed++) {
      StoreTable sums = new StoreTable();
      RegionTable regions = new RegionTable(sums);
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < 2_000; i++) regions.admit(anyReport(random), 0, i);
      Map<Long, long[]> counted = new HashMap<>();
      for (RegionEntry region : regions.all()) {
        for (RegionPeer peer : region.peers().list()) {
          long[] sum = counted.computeIfAbsent(peer.store(), absent -> new long[4]);
          sum[region.leader().id() == peer.id() ? 0 : 1]++;
          sum[2] += region.bytes();
          if (!region.health().good(peer.id())) sum[3]++;
        }
      }
      for (long store = 1; store <= 6; store++) {
        long[] sum = counted.getOrDefault(store, new long[4]);
        StoreEntry entry = sums.get(store);
        assertEquals(sum[0], entry.leaders().size(), "seed " + seed);
        assertEquals(sum[1], entry.followers().size(), "seed " + seed);
        assertEquals(sum[2], entry.bytes(), "seed " + seed);
        assertEquals(sum[3], entry.pendingPeers(), "seed " + seed);
      }
    }
  }

  private static RegionReport anyReport(SplittableRandom random) {
    long id = 1 + random.nextInt(20);
    int from = random.nextInt(20);
    int to = from + 1 + random.nextInt(4);
    List<RegionPeer> peers = new ArrayList<>();
    int first = random.nextInt(4);
    for (int p = 0; p < 3; p++) peers.add(new RegionPeer(100 * id + p, 1 + first + p, PeerRole.VOTER));
    RegionDescriptor region = new RegionDescriptor(id, Bytes.utf8("" + (char) ('a' + from)),
        Bytes.utf8("" + (char) ('a' + to)),
        new RegionEpoch(1 + random.nextInt(30), 1 + random.nextInt(3)), new RegionPeers(peers));
    PeerHealth health = random.nextInt(3) > 0
        ? PeerHealth.GOOD
        : new PeerHealth(List.of(), List.of(peers.get(random.nextInt(3)).id()));
    return new RegionReport(region, new Leadership(peers.get(random.nextInt(3)).id(), 1),
        new RegionSize(random.nextInt(100), 1), RegionFlow.NONE, health);
  }

  @Test
  void neighboursAreThoseThatTouch() {
    believed(report(1, "-c", 1, 1));
    believed(report(2, "c-f", 1, 1));
    believed(report(3, "g-", 1, 1));
    assertEquals(1, table.before(table.get(2)).id());
    assertEquals(2, table.after(table.get(1)).id());
    assertNull(table.after(table.get(2)), "there is a gap");
    assertNull(table.before(table.get(3)));
    assertNull(table.after(table.get(3)));
    assertEquals(1, table.gaps());
    List<Long> seen = new ArrayList<>();
    table.overlapping(Bytes.utf8("b"), Bytes.utf8("g"), region -> seen.add(region.id()));
    assertEquals(List.of(1L, 2L), seen);
  }
}
