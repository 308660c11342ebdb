package io.vertikv.placement.report;

/** One replica of a region. */
public record RegionPeer(long id, long store, PeerRole role) {
  public RegionPeer {
    if (id <= 0 || store <= 0) throw new IllegalArgumentException("peer " + id + " on store " + store);
  }

  RegionPeer as(PeerRole next) { return new RegionPeer(id, store, next); }
}
