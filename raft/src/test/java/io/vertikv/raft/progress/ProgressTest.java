package io.vertikv.raft.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.raft.quorum.PeerSet;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final Progress progress = new Progress(10, new Inflights(2, 1000));

  @Test
  void aProbeIsOneRequestAtATime() {
    assertTrue(progress.maySend());
    progress.onSent(3, 12, 30);
    assertFalse(progress.maySend());
    assertEquals(10, progress.next(), "nothing is taken for granted while probing");
    progress.resume(12);
    assertTrue(progress.maySend(), "the probe may have been lost");
  }

  @Test
  void aRejectedProbeGoesBackToWhereBothCanAgree() {
    progress.onSent(1, 10, 10);
    assertTrue(progress.onRejected(9, 4));
    assertEquals(5, progress.next());
    assertFalse(progress.onRejected(9, 2), "the same rejection again is old news");
    assertTrue(progress.maySend());
  }

  @Test
  void anAcceptedProbeOpensTheWindow() {
    progress.onSent(1, 10, 10);
    assertTrue(progress.onAccepted(10));
    assertEquals(ProgressState.REPLICATING, progress.state());
    progress.onSent(1, 11, 10);
    progress.onSent(1, 12, 10);
    assertFalse(progress.maySend(), "two requests are the limit here");
    assertEquals(13, progress.next());
    assertTrue(progress.onAccepted(11));
    assertTrue(progress.maySend());
    assertFalse(progress.onAccepted(11), "a repeated acceptance is no news");
  }

  @Test
  void aGapSendsItBackToProbingFromWhatIsKnown() {
    progress.onAccepted(10);
    progress.onSent(5, 15, 50);
    assertFalse(progress.onRejected(10, 3), "what was accepted cannot be rejected later");
    assertTrue(progress.onRejected(15, 3));
    assertEquals(ProgressState.PROBING, progress.state());
    assertEquals(11, progress.next());
  }

  @Test
  void aPeerThatWaitsForASnapshotIsSentNothing() {
    progress.becomeSnapshotting(30);
    assertFalse(progress.maySend());
    progress.resume(40);
    assertFalse(progress.maySend());
    progress.onAccepted(20);
    assertEquals(ProgressState.SNAPSHOTTING, progress.state());
    progress.onAccepted(31);
    assertEquals(ProgressState.REPLICATING, progress.state());
    assertEquals(32, progress.next());
  }

  @Test
  void aSnapshotThatFailedIsTriedAgainAfterASignOfLife() {
    progress.onAccepted(5);
    progress.becomeSnapshotting(30);
    progress.onSnapshotFailed();
    assertFalse(progress.maySend());
    progress.resume(40);
    assertTrue(progress.maySend());
    assertEquals(6, progress.next());
  }

  @Test
  void aSnapshotThatWasSentIsFollowedFromItsEnd() {
    progress.becomeSnapshotting(30);
    progress.onSnapshotSent();
    assertEquals(31, progress.next());
    assertFalse(progress.maySend(), "its acceptance or a heartbeat comes first");
  }

  @Test
  void aChangeOfMembersKeepsWhatIsKnownOfThoseWhoStay() {
    ProgressTable table = new ProgressTable(1, 2, 1000);
    table.reconfigure(PeerSet.of(1, 2, 3), 5);
    Progress two = table.of(2);
    table.reconfigure(PeerSet.of(1, 2, 4), 9);
    assertSame(two, table.of(2));
    assertNull(table.of(3));
    assertNull(table.of(1), "a leader keeps no progress of itself");
    assertEquals(9, table.of(4).next());
  }
}
