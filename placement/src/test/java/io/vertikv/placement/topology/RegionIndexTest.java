package io.vertikv.placement.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.vertikv.placement.report.Leadership;
import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionDescriptor;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.report.RegionPeers;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.placement.report.RegionSize;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.region.RegionEpoch;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RegionIndexTest {
  private static RegionEntry entry(long id) {
    RegionDescriptor region = new RegionDescriptor(id, Bytes.EMPTY, Bytes.EMPTY, RegionEpoch.FIRST,
        RegionPeers.of(new RegionPeer(1, 1, PeerRole.VOTER)));
    return new RegionEntry(RegionReport.of(region, new Leadership(1, 1), RegionSize.EMPTY), 0);
  }

  @Test
  void itHoldsWhatAMapHoldsWhateverIsPutAndRemoved() {
    for (long seed = 1; seed <= 30; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Map<Long, RegionEntry> twin = new HashMap<>();
      RegionIndex index = new RegionIndex();
      for (int i = 0; i < 3_000; i++) {
        long id = 1 + (random.nextInt(200) << (random.nextBoolean() ? 0 : 20));
        RegionEntry old = twin.get(id);
        if (old == null) {
          RegionEntry fresh = entry(id);
          twin.put(id, fresh);
          index.put(fresh);
        } else if (random.nextBoolean()) {
          twin.remove(id);
          index.remove(old);
          index.remove(old);
        } else index.put(old);
        assertEquals(twin.size(), index.size(), "seed " + seed);
      }
      for (long id = 1; id <= 201; id++) assertSame(twin.get(id), index.get(id), "seed " + seed + " id " + id);
      for (RegionEntry each : twin.values()) assertSame(each, index.get(each.id()), "seed " + seed);
    }
  }
}
