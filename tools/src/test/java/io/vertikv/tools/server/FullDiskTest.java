package io.vertikv.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertikv.raft.RaftStatus;
import io.vertikv.raft.RaftStatus.PeerStatus;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.raft.progress.ProgressState;
import io.vertikv.raft.ready.RoleName;
import io.vertikv.raft.ready.SoftState;
import io.vertikv.store.group.PeerAddresses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Peer n lives on store 10 + n; peer 1 leads and its disk is full. */
class FullDiskTest {
  private static final PeerAddresses ADDRESSES = PeerAddresses.of(Map.of(1L, 11L, 2L, 12L, 3L, 13L, 4L, 14L));
  private static final PeerStatus SECOND = new PeerStatus(2, ProgressState.REPLICATING, 50, 51, 0, true);
  private static final PeerStatus THIRD = new PeerStatus(3, ProgressState.REPLICATING, 50, 51, 0, true);

  private static long target(Set<Long> roomy, long sinceTryNanos, PeerStatus... peers) {
    RaftStatus region = new RaftStatus(new SoftState(RoleName.LEADER, 1, 3),
        Membership.of(PeerSet.of(1, 2, 3), PeerSet.of(4)), 51, 51, 50, 50, false, List.of(peers));
    return FullDisk.target(new FullDisk.Situation(region, ADDRESSES, roomy, sinceTryNanos));
  }

  @Test
  void thePeerThatHasRoomIsChosen() { assertEquals(3, target(Set.of(13L), Long.MAX_VALUE, SECOND, THIRD)); }

  @Test
  void whenAllAreFullLeadershipStays() { assertEquals(0, target(Set.of(), Long.MAX_VALUE, SECOND, THIRD)); }

  @Test
  void leadershipDoesNotGoToAndFro() {
    assertEquals(0, target(Set.of(12L), FullDisk.PAUSE_NANOS - 1, SECOND));
    assertEquals(2, target(Set.of(12L), FullDisk.PAUSE_NANOS, SECOND));
  }

  @Test
  void onlyAVoterThatIsUpToDateAndAnswersIsChosen() {
    assertEquals(0, target(Set.of(12L), Long.MAX_VALUE, new PeerStatus(2, ProgressState.REPLICATING, 49, 51, 0, true)));
    assertEquals(0,
        target(Set.of(12L), Long.MAX_VALUE, new PeerStatus(2, ProgressState.REPLICATING, 50, 51, 0, false)));
    assertEquals(0, target(Set.of(12L), Long.MAX_VALUE, new PeerStatus(2, ProgressState.PROBING, 50, 51, 0, true)));
    assertEquals(0, target(Set.of(14L), Long.MAX_VALUE, new PeerStatus(4, ProgressState.REPLICATING, 50, 51, 0, true)));
  }
}
