package io.vertikv.placement.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.placement.cluster.ClusterState;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.report.Leadership;
import io.vertikv.placement.report.PeerHealth;
import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionDescriptor;
import io.vertikv.placement.report.RegionFlow;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.report.RegionPeers;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.placement.report.RegionSize;
import io.vertikv.placement.report.ReportCodec;
import io.vertikv.placement.report.Traffic;
import io.vertikv.placement.driver.PlacementDriver;
import io.vertikv.store.region.RegionEpoch;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a region costs the driver: processor time for its heartbeat, as it comes from the wire, and memory. */
class HeartbeatCostTest {
  private static final int REGIONS = 100_000;
  private static final int ROUNDS = 10;

  private static RegionReport report(int i, SplittableRandom random) {
    List<RegionPeer> peers = new ArrayList<>();
    for (int p = 0; p < 3; p++)
      peers.add(new RegionPeer(1_000_000L + 3 * i + p, 1 + (i + 33 * p) % 100, PeerRole.VOTER));
    RegionDescriptor region = new RegionDescriptor(1 + i, SimulatedCluster.key(i), SimulatedCluster.key(i + 1),
        new RegionEpoch(1, 1), new RegionPeers(peers));
    RegionFlow flow = new RegionFlow(new Traffic(random.nextInt(1000), random.nextInt(1 << 20)),
        new Traffic(random.nextInt(100), random.nextInt(1 << 20)), 60_000, List.of());
    return new RegionReport(region, new Leadership(peers.getFirst().id(), 5),
        new RegionSize(random.nextInt(1 << 27), random.nextInt(1 << 20)), flow, PeerHealth.GOOD);
  }

  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void aHundredThousandHeartbeatsAMinuteCostLittle() {
    SplittableRandom random = new SplittableRandom(1);
    byte[][] wire = new byte[REGIONS][];
    for (int i = 0; i < REGIONS; i++) wire[i] = ReportCodec.encode(report(i, random));
    PlacementDriver driver = new PlacementDriver(ClusterState.EMPTY, random, 0);
    long before = heapAfterCollection();
    for (byte[] each : wire) driver.heard(ReportCodec.regionReport(each), 0);
    long bytes = (heapAfterCollection() - before) / REGIONS;
    for (int round = 0; round < ROUNDS; round++) {
      for (byte[] each : wire) driver.heard(ReportCodec.regionReport(each), round);
    }
    var threads = ManagementFactory.getThreadMXBean();
    long began = threads.getCurrentThreadCpuTime();
    for (int round = 0; round < ROUNDS; round++) {
      for (byte[] each : wire) driver.heard(ReportCodec.regionReport(each), round);
    }
    double seconds = (threads.getCurrentThreadCpuTime() - began) / 1e9;
    double perSecond = ROUNDS * REGIONS / seconds;
    System.out.printf(Locale.ROOT,
        "cost: %.0f heartbeats a second of one core, decoded from %d bytes each; %d bytes a region%n", perSecond,
        wire[0].length, bytes);
    assertTrue(perSecond > 50_000, perSecond + " heartbeats a second");
    assertTrue(bytes > 0 && bytes < 1_000, bytes + " bytes a region");
    assertTrue(ClusterState.EMPTY.config().get(Setting.REPLICAS) == 3 && driver.overview(0).regionCount() == REGIONS);
  }
}
