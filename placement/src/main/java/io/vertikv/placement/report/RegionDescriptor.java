package io.vertikv.placement.report;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionEpoch;

/**
 * What a region is, as of one epoch: {@link Region} with the stores of its peers.
 *
 * @param end exclusive; empty: to the end of the key space
 */
public record RegionDescriptor(long id, Bytes start, Bytes end, RegionEpoch epoch, RegionPeers peers) {
  public RegionDescriptor {
    if (id <= 0) throw new IllegalArgumentException("region " + id);
    if (end.length() > 0 && start.compareTo(end) >= 0) throw new IllegalArgumentException("region " + id + " is empty");
    if (peers.size() == 0) throw new IllegalArgumentException("region " + id + " without peers");
  }

  public static RegionDescriptor of(Region region, PeerAddresses addresses) {
    return new RegionDescriptor(region.id(), Bytes.of(region.range().start()), Bytes.of(region.range().end()),
        region.epoch(), RegionPeers.of(region.membership(), addresses));
  }

  public boolean contains(Bytes key) {
    return start.compareTo(key) <= 0 && (end.length() == 0 || key.compareTo(end) < 0);
  }

  /** The other region's range lies within this one's. */
  public boolean covers(RegionDescriptor other) {
    boolean endsBefore = end.length() == 0 || other.end.length() > 0 && other.end.compareTo(end) <= 0;
    return start.compareTo(other.start) <= 0 && endsBefore;
  }
}
