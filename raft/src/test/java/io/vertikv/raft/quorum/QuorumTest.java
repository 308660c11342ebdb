package io.vertikv.raft.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Every answer of the quorum arithmetic against a twin that only counts. */
class QuorumTest {
  private static final int ROUNDS = 20_000;
  private static final int INDEX_MAX = 6;

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);

  @Test
  void theCommittedIndexIsTheHighestThatEnoughVotersReached() {
    for (int round = 0; round < ROUNDS; round++) {
      PeerSet voters = somePeers(7);
      long[] acked = someIndexes();
      assertEquals(slowCommitted(voters, acked), new Majority(voters).committedIndex(peer -> acked[(int) peer]),
          voters::toString);
    }
  }

  @Test
  void aJointDecisionNeedsBothHalves() {
    for (int round = 0; round < ROUNDS; round++) {
      PeerSet incoming = somePeers(5);
      PeerSet outgoing = somePeers(5);
      long[] acked = someIndexes();
      long expected = Math.min(slowCommitted(incoming, acked), slowCommitted(outgoing, acked));
      assertEquals(expected, JointQuorum.of(incoming, outgoing).committedIndex(peer -> acked[(int) peer]));
    }
  }

  @Test
  void anElectionIsDecidedWhenTheMissingAnswersCannotChangeIt() {
    for (int round = 0; round < ROUNDS; round++) {
      PeerSet incoming = somePeers(5);
      PeerSet outgoing = somePeers(5);
      VoteTally votes = new VoteTally();
      for (long peer = 1; peer <= 7; peer++) {
        int answer = random.nextInt(3);
        if (answer < 2) votes.record(peer, answer == 0);
      }
      assertEquals(slowOutcome(incoming, votes), new Majority(incoming).outcome(votes));
      assertEquals(slowJoint(slowOutcome(incoming, votes), slowOutcome(outgoing, votes)),
          JointQuorum.of(incoming, outgoing).outcome(votes));
    }
  }

  /** The reason why any of this is safe. */
  @Test
  void twoMajoritiesOfTheSameVotersAlwaysMeet() {
    for (int round = 0; round < ROUNDS; round++) {
      PeerSet voters = somePeers(7);
      if (voters.isEmpty()) continue;
      PeerSet one = somePeers(7);
      PeerSet two = somePeers(7);
      if (decides(voters, one) && decides(voters, two)) assertTrue(one.intersects(two));
    }
  }

  @Test
  void theFirstAnswerOfAPeerCounts() {
    VoteTally votes = new VoteTally();
    votes.record(1, false);
    votes.record(1, true);
    assertEquals(PeerSet.of(1), votes.refused());
    assertEquals(PeerSet.NONE, votes.granted());
  }

  @Test
  void onlyASoleVoterInBothHalvesDecidesAlone() {
    assertTrue(JointQuorum.of(PeerSet.of(1), PeerSet.NONE).isOnly(1));
    assertTrue(JointQuorum.of(PeerSet.of(1), PeerSet.of(1)).isOnly(1));
    assertFalse(JointQuorum.of(PeerSet.of(1), PeerSet.of(1, 2)).isOnly(1));
    assertFalse(JointQuorum.of(PeerSet.NONE, PeerSet.NONE).isOnly(1),
        "nobody decides in a group that is not initialised");
  }

  @Test
  void aPeerSetIsOrderedAndHasNoDuplicates() {
    assertEquals("(1 2 3)", PeerSet.of(3, 1, 2, 3).toString());
    assertEquals(PeerSet.of(1, 2), PeerSet.of(2).plus(1));
    assertEquals(PeerSet.NONE, PeerSet.of(2).minus(2));
    assertThrows(IllegalArgumentException.class, () -> PeerSet.of(0));
  }

  private static boolean decides(PeerSet voters, PeerSet agreeing) {
    return new Majority(voters).committedIndex(peer -> agreeing.contains(peer) ? 1 : 0) == 1;
  }

  private PeerSet somePeers(int max) {
    PeerSet peers = PeerSet.NONE;
    for (long peer = 1; peer <= max; peer++) {
      if (random.nextBoolean()) peers = peers.plus(peer);
    }
    return peers;
  }

  private long[] someIndexes() {
    long[] acked = new long[8];
    for (int i = 0; i < acked.length; i++) acked[i] = random.nextInt(INDEX_MAX + 1);
    return acked;
  }

  private static long slowCommitted(PeerSet voters, long[] acked) {
    if (voters.isEmpty()) return Long.MAX_VALUE;
    for (long index = INDEX_MAX; index > 0; index--) {
      int reached = 0;
      for (int i = 0; i < voters.size(); i++) reached += acked[(int) voters.at(i)] >= index ? 1 : 0;
      if (reached * 2 > voters.size()) return index;
    }
    return 0;
  }

  private static VoteResult slowOutcome(PeerSet voters, VoteTally votes) {
    int yes = 0;
    int open = 0;
    for (int i = 0; i < voters.size(); i++) {
      yes += votes.granted().contains(voters.at(i)) ? 1 : 0;
      open += votes.granted().contains(voters.at(i)) || votes.refused().contains(voters.at(i)) ? 0 : 1;
    }
    if (voters.isEmpty() || yes * 2 > voters.size()) return VoteResult.WON;
    return (yes + open) * 2 > voters.size() ? VoteResult.PENDING : VoteResult.LOST;
  }

  private static VoteResult slowJoint(VoteResult one, VoteResult two) {
    if (one == VoteResult.LOST || two == VoteResult.LOST) return VoteResult.LOST;
    return one == two ? one : VoteResult.PENDING;
  }
}
