package io.vertikv.raft.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.raft.invariant.InvariantBroken;
import io.vertikv.raft.quorum.PeerSet;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class MembershipTest {
  private static final Membership THREE = Membership.of(PeerSet.of(1, 2, 3), PeerSet.of(4, 5));

  @Test
  void oneVoterMoreOrLessNeedsNoJointPhase() {
    assertEquals("voters=(1 2 3 4) learners=(5)", after(new PeerChange.Promote(4)));
    assertEquals("voters=(1 2) learners=(4 5)", after(new PeerChange.Remove(3)));
    assertEquals("voters=(1 2) learners=(3 4 5)", after(new PeerChange.Demote(3)));
    assertEquals("voters=(1 2 3 4) learners=(6)",
        after(new PeerChange.Promote(4), new PeerChange.Remove(5), new PeerChange.AddLearner(6)));
  }

  @Test
  void severalVotersChangeThroughAJointPhase() {
    Membership joint = MembershipChange
        .of(new PeerChange.Promote(4), new PeerChange.Demote(1), new PeerChange.Remove(2)).applyTo(THREE)
        .orElseThrow();
    assertEquals("voters=(3 4)&&(1 2 3) learners=(5) demoting=(1)", joint.toString());
    assertEquals("voters=(3 4) learners=(1 5)", joint.leaveJoint().toString());
    assertTrue(joint.isVoter(2) && joint.contains(5) && !joint.contains(6));
    assertEquals(PeerSet.of(1, 2, 3, 4, 5), joint.peers());
    assertEquals(Optional.empty(), MembershipChange.of(new PeerChange.Remove(3)).applyTo(joint),
        "one change at a time");
  }

  @Test
  void aChangeThatDoesNotFitIsRefusedAsAWhole() {
    refused(new PeerChange.Promote(9));
    refused(new PeerChange.Promote(1));
    refused(new PeerChange.AddLearner(4));
    refused(new PeerChange.AddLearner(0));
    refused(new PeerChange.Remove(9));
    refused(new PeerChange.Demote(4));
    refused(new PeerChange.Demote(1), new PeerChange.Remove(1));
    refused(new PeerChange.Remove(1), new PeerChange.Remove(2), new PeerChange.Remove(3));
    refused();
  }

  @Test
  void aMembershipThatContradictsItselfCannotBeMade() {
    assertThrows(IllegalArgumentException.class, () -> Membership.of(PeerSet.of(1), PeerSet.of(1)));
    assertThrows(IllegalArgumentException.class,
        () -> new Membership(PeerSet.of(1), PeerSet.of(2), PeerSet.NONE, PeerSet.of(3)));
  }

  @Test
  void theLastMembershipInTheLogHoldsUntilItIsCutAway() {
    MembershipLog log = new MembershipLog(0, Membership.of(PeerSet.of(1)));
    log.append(5, Membership.of(PeerSet.of(1, 2)));
    log.append(7, THREE);
    assertEquals(THREE, log.current());
    assertFalse(log.truncate(8));
    assertTrue(log.truncate(6));
    assertEquals(5, log.currentSince());
    log.committedTo(6);
    assertThrows(InvariantBroken.class, () -> log.truncate(5));
  }

  @Test
  void theBytesOfAMembershipEntryStayTheSame() {
    Membership joint = new Membership(PeerSet.of(3, 4), PeerSet.of(1, 2, 3), PeerSet.of(5), PeerSet.of(1));
    MembershipPayload payload = new MembershipPayload(joint, Attachment.of(new byte[]{0x61, 0x62}));
    String golden = "01" + "02" + "0000000000000003" + "0000000000000004" + "03" + "0000000000000001"
        + "0000000000000002"
        + "0000000000000003" + "01" + "0000000000000005" + "01" + "0000000000000001" + "00000002" + "6162";
    assertEquals(golden, HexFormat.of().formatHex(MembershipCodec.encode(payload)));
    assertEquals(payload, MembershipCodec.decode(HexFormat.of().parseHex(golden)));
    assertEquals(golden.length() / 2, payload.sizeBytes());
  }

  @Test
  void damagedBytesAreRefusedBeforeAnythingIsAllocated() {
    byte[] good = MembershipCodec.encode(new MembershipPayload(THREE, Attachment.NONE));
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThrows(MalformedMembership.class, () -> MembershipCodec.decode(cut));
    }
    assertThrows(MalformedMembership.class, () -> MembershipCodec.decode(Arrays.copyOf(good, good.length + 1)),
        "trailing bytes");
    for (int round = 0; round < 5_000; round++) {
      byte[] bent = good.clone();
      bent[random.nextInt(bent.length)] = (byte) random.nextInt();
      try {
        MembershipPayload read = MembershipCodec.decode(bent);
        assertTrue(Arrays.equals(bent, MembershipCodec.encode(read)), "what can be read is written the same");
      } catch (MalformedMembership expected) {
        assertFalse(expected.getMessage().isBlank());
      }
    }
  }

  private static String after(PeerChange... steps) {
    return MembershipChange.of(steps).applyTo(THREE).orElseThrow().toString();
  }

  private static void refused(PeerChange... steps) {
    assertEquals(Optional.empty(), MembershipChange.of(steps).applyTo(THREE));
  }
}
