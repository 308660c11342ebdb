package io.vertikv.placement.operator;

import io.vertikv.placement.topology.RegionEntry;

/** What a region weighed when its operator was looked at last. */
record Weight(long bytes, long readLoad, long writeLoad) {
  static Weight of(RegionEntry region) { return new Weight(region.bytes(), region.readLoad(), region.writeLoad()); }
}
