package io.vertikv.placement.operator;

import io.vertikv.placement.topology.RegionEntry;

/** What a region weighed when its operator was looked at last. */
record Weight(long bytes, long load, long writeLoad) {
  static Weight of(RegionEntry region) { return new Weight(region.bytes(), region.load(), region.writeLoad()); }
}
