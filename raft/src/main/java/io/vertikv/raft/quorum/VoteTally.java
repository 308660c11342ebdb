package io.vertikv.raft.quorum;

/** The answers of one election. The first answer of a peer counts; a duplicate changes nothing. */
public final class VoteTally {
  private PeerSet granted = PeerSet.NONE;
  private PeerSet refused = PeerSet.NONE;

  public void record(long peer, boolean grant) {
    if (granted.contains(peer) || refused.contains(peer)) return;
    if (grant) granted = granted.plus(peer);
    else refused = refused.plus(peer);
  }

  public PeerSet granted() { return granted; }

  public PeerSet refused() { return refused; }
}
