package io.vertikv.placement.tso;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertikv.raft.RaftStatus;
import io.vertikv.raft.RaftStatus.PeerStatus;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.progress.ProgressState;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.raft.ready.RoleName;
import io.vertikv.raft.ready.SoftState;
import io.vertikv.store.group.PeerAddresses;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Peer n lives on store 10 + n; this is store 11, and the region may be led from store 12. */
class OracleFollowsRegionTest {
  private static final PeerAddresses ADDRESSES = PeerAddresses.of(Map.of(1L, 11L, 2L, 12L, 3L, 13L, 4L, 14L));
  private static final PeerStatus FIT = new PeerStatus(2, ProgressState.REPLICATING, 50, 51, 0, true);

  private static long target(long regionLeaderStore, long sinceTryNanos, PeerStatus... peers) {
    RaftStatus oracle = new RaftStatus(new SoftState(RoleName.LEADER, 1, 3),
        Membership.of(PeerSet.of(1, 2, 3), PeerSet.of(4)), 51, 51, 50, 50, false, List.of(peers));
    return OracleFollowsRegion
        .target(new OracleFollowsRegion.Situation(11, regionLeaderStore, oracle, ADDRESSES, sinceTryNanos));
  }

  @Test
  void theOracleGoesToWhereTheRegionIsLed() {
    assertEquals(2, target(12, Long.MAX_VALUE, FIT));
    assertEquals(2, target(12, OracleFollowsRegion.PAUSE_NANOS, FIT));
  }

  @Test
  void itStaysWhereTheRegionIsOrWhenThatIsNotKnown() {
    assertEquals(0, target(11, Long.MAX_VALUE, FIT));
    assertEquals(0, target(0, Long.MAX_VALUE, FIT));
    assertEquals(0, target(13, Long.MAX_VALUE, FIT), "nothing is known of its peer there");
    assertEquals(0, target(12, Long.MAX_VALUE), "a follower knows no peers");
  }

  @Test
  void itDoesNotTryAgainAtOnce() { assertEquals(0, target(12, OracleFollowsRegion.PAUSE_NANOS - 1, FIT)); }

  @Test
  void onlyAPeerThatWouldWinAtOnceIsChosen() {
    assertEquals(0, target(12, Long.MAX_VALUE, new PeerStatus(2, ProgressState.REPLICATING, 50, 51, 0, false)));
    assertEquals(0, target(12, Long.MAX_VALUE, new PeerStatus(2, ProgressState.REPLICATING, 49, 51, 0, true)));
    assertEquals(0, target(12, Long.MAX_VALUE, new PeerStatus(2, ProgressState.PROBING, 50, 51, 0, true)));
    assertEquals(0, target(14, Long.MAX_VALUE, new PeerStatus(4, ProgressState.REPLICATING, 50, 51, 0, true)));
  }
}
