/**
 * Regions: key ranges, each replicated by one Raft group. {@link io.vertikv.store.region.Region} is a region's descriptor,
 * {@link io.vertikv.store.region.RegionEpoch} its version. Nothing here knows transactions or Redis.
 */
package io.vertikv.store.region;
