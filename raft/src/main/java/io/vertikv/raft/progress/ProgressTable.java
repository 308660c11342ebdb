package io.vertikv.raft.progress;

import io.vertikv.raft.quorum.PeerSet;

/** The progress of every other peer; plain arrays in the order of the set. */
public final class ProgressTable {
  private final long self;
  private final int inflightMax;
  private final long inflightBytesMax;
  private PeerSet peers = PeerSet.NONE;
  private Progress[] rows = new Progress[0];

  public ProgressTable(long self, int inflightMax, long inflightBytesMax) {
    this.self = self;
    this.inflightMax = inflightMax;
    this.inflightBytesMax = inflightBytesMax;
  }

  /** Keeps what is known of those who stay; newcomers are probed from {@code next} and count as active at first. */
  public void reconfigure(PeerSet everybody, long next) {
    PeerSet others = everybody.minus(self);
    Progress[] kept = new Progress[others.size()];
    for (int i = 0; i < kept.length; i++) {
      Progress known = of(others.at(i));
      kept[i] = known != null ? known : newcomer(next);
    }
    peers = others;
    rows = kept;
  }

  /** Null for a peer that does not take part. */
  public Progress of(long peer) {
    for (int i = 0; i < rows.length; i++) {
      if (peers.at(i) == peer) return rows[i];
    }
    return null;
  }

  public int size() { return rows.length; }

  public long peerAt(int row) { return peers.at(row); }

  public Progress at(int row) { return rows[row]; }

  private Progress newcomer(long next) {
    Progress progress = new Progress(next, new Inflights(inflightMax, inflightBytesMax));
    progress.markActive(true);
    return progress;
  }
}
