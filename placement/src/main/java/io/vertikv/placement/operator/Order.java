package io.vertikv.placement.operator;

import io.vertikv.store.region.RegionEpoch;

/** A step for a region's leader. It is void unless the region still has this epoch. */
public record Order(long operator, long region, RegionEpoch epoch, long leaderStore, Step step) {}
