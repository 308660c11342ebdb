package io.vertikv.placement.sim;

import io.vertikv.placement.report.Leadership;
import io.vertikv.placement.report.LoadBucket;
import io.vertikv.placement.report.PeerHealth;
import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionDescriptor;
import io.vertikv.placement.report.RegionFlow;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.report.RegionPeers;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.placement.report.RegionSize;
import io.vertikv.placement.report.Traffic;
import io.vertikv.store.region.RegionEpoch;
import java.util.List;
import java.util.function.LongPredicate;

/** A region as it really is, for the driver to find out about. */
final class SimulatedRegion {
  RegionDescriptor region;
  long leader;
  long term = 1;
  long bytes;
  long keys;
  long readPerSecond;
  long writePerSecond;
  List<Long> pending = List.of();
  List<LoadBucket> buckets = List.of();
  /** An order is being carried out; others are ignored, as a store ignores them. */
  boolean busy;
  /** Rises when the leader is lost, and with it what it was doing. */
  int generation;

  SimulatedRegion(RegionDescriptor region, long leader, long bytes) {
    this.region = region;
    this.leader = leader;
    this.bytes = bytes;
    this.keys = bytes >> 10;
  }

  long leaderStore() { return region.peers().at(region.peers().positionOf(leader)).store(); }

  void peers(RegionPeers next) {
    RegionEpoch epoch = region.epoch();
    region = new RegionDescriptor(region.id(), region.start(), region.end(),
        new RegionEpoch(epoch.version(), epoch.confVersion() + 1), next);
  }

  RegionReport report(long intervalMillis, List<Long> down) {
    Traffic read = new Traffic(0, readPerSecond * intervalMillis / 1000);
    Traffic write = new Traffic(0, writePerSecond * intervalMillis / 1000);
    return new RegionReport(region, new Leadership(leader, term), new RegionSize(bytes, keys),
        new RegionFlow(read, write, intervalMillis, buckets), new PeerHealth(down, pending));
  }

  /** The next voter that may lead when the leader's store is lost; 0: nobody has a majority. */
  long successor(LongPredicate storeAlive) {
    long found = 0;
    int alive = 0;
    for (RegionPeer peer : region.peers().list()) {
      if (peer.role() != PeerRole.VOTER || !storeAlive.test(peer.store())) continue;
      alive++;
      if (found == 0) found = peer.id();
    }
    return alive > region.peers().voters() / 2 ? found : 0;
  }
}
