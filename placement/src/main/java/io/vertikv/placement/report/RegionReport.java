package io.vertikv.placement.report;

/** A region's heartbeat, from its leader: periodically, and at once when the region or its leader has changed. */
public record RegionReport(RegionDescriptor region, Leadership leader, RegionSize size, RegionFlow flow,
    PeerHealth health) {
  public RegionReport {
    int position = region.peers().positionOf(leader.peer());
    if (position < 0 || !region.peers().at(position).role().votes()) {
      throw new IllegalArgumentException("region " + region.id() + ": peer " + leader.peer() + " cannot lead");
    }
  }

  public static RegionReport of(RegionDescriptor region, Leadership leader, RegionSize size) {
    return new RegionReport(region, leader, size, RegionFlow.NONE, PeerHealth.GOOD);
  }
}
