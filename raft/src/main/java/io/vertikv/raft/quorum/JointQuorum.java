package io.vertikv.raft.quorum;

/** Joint consensus (Raft §6): a decision needs a majority of the incoming and of the outgoing voters, separately. */
public record JointQuorum(Majority incoming, Majority outgoing) {

  public static JointQuorum of(PeerSet incoming, PeerSet outgoing) {
    return new JointQuorum(new Majority(incoming), new Majority(outgoing));
  }

  public long committedIndex(AckedIndex acked) {
    long mine = incoming.committedIndex(acked);
    return outgoing.voters().isEmpty() ? mine : Math.min(mine, outgoing.committedIndex(acked));
  }

  public VoteResult outcome(VoteTally votes) {
    VoteResult in = incoming.outcome(votes);
    VoteResult out = outgoing.outcome(votes);
    if (in == VoteResult.LOST || out == VoteResult.LOST) return VoteResult.LOST;
    return in == VoteResult.WON && out == VoteResult.WON ? VoteResult.WON : VoteResult.PENDING;
  }

  /** True when this one peer decides alone. */
  public boolean isOnly(long peer) {
    return onlyOrNobody(incoming, peer) && onlyOrNobody(outgoing, peer) && !incoming.voters().isEmpty();
  }

  private static boolean onlyOrNobody(Majority half, long peer) {
    return half.voters().isEmpty() || half.voters().size() == 1 && half.voters().at(0) == peer;
  }
}
