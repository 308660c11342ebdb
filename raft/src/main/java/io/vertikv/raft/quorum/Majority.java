package io.vertikv.raft.quorum;

/**
 * More than half of the voters. The empty set agrees with everything: it is the absent half of a
 * {@link JointQuorum}.
 */
public record Majority(PeerSet voters) {

  /** The highest value that more than half of the voters have reached. */
  public long committedIndex(AckedIndex acked) {
    int count = voters.size();
    if (count == 0) return Long.MAX_VALUE;
    if (count == 1) return acked.of(voters.at(0));
    long[] ascending = new long[count];
    for (int i = 0; i < count; i++) insert(ascending, i, acked.of(voters.at(i)));
    return ascending[(count - 1) / 2];
  }

  public VoteResult outcome(VoteTally votes) {
    if (voters.isEmpty()) return VoteResult.WON;
    int yes = 0;
    int no = 0;
    for (int i = 0; i < voters.size(); i++) {
      if (votes.granted().contains(voters.at(i))) yes++;
      else if (votes.refused().contains(voters.at(i))) no++;
    }
    int needed = voters.size() / 2 + 1;
    if (yes >= needed) return VoteResult.WON;
    return voters.size() - no < needed ? VoteResult.LOST : VoteResult.PENDING;
  }

  private static void insert(long[] ascending, int filled, long value) {
    int at = filled;
    for (; at > 0 && ascending[at - 1] > value; at--) ascending[at] = ascending[at - 1];
    ascending[at] = value;
  }
}
