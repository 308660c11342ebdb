package io.vertikv.placement.tso;

import io.vertikv.raft.RaftStatus;
import io.vertikv.raft.progress.ProgressState;
import io.vertikv.store.group.PeerAddresses;

/**
 * Leads the oracle to where the region is led, so that a batch gets its timestamp by a call and not by a round trip. Pure:
 * asked at each tick by whoever hosts the oracle's replica, and answered with the peer to transfer leadership to.
 */
public final class OracleFollowsRegion {
  /** Between two tries: longer than a transfer that fails, and long enough for the region to settle. */
  public static final long PAUSE_NANOS = 3_000_000_000L;

  private OracleFollowsRegion() {}

  /**
   * What is known at the moment.
   *
   * @param ownStore where this is asked
   * @param regionLeaderStore 0 when it is not known
   * @param oracle the status of the oracle's replica here
   * @param sinceTryNanos since this store last tried to transfer; {@link Long#MAX_VALUE}: never
   */
  public record Situation(long ownStore, long regionLeaderStore, RaftStatus oracle, PeerAddresses addresses,
      long sinceTryNanos) {}

  /** The peer to hand the oracle to; 0: it stays. */
  public static long target(Situation now) {
    boolean there = now.regionLeaderStore() == 0 || now.regionLeaderStore() == now.ownStore();
    if (there || now.sinceTryNanos() < PAUSE_NANOS) return 0;
    // Only a leader knows any peers.
    for (RaftStatus.PeerStatus peer : now.oracle().peers()) {
      boolean lives = now.addresses().storeOf(peer.peer()) == now.regionLeaderStore();
      if (lives && isFit(peer, now.oracle())) return peer.peer();
    }
    return 0;
  }

  /** It would win at once: alive, a voter, and it has all that is committed. */
  private static boolean isFit(RaftStatus.PeerStatus peer, RaftStatus oracle) {
    return peer.active() && peer.state() == ProgressState.REPLICATING && peer.matched() >= oracle.commitIndex()
        && oracle.membership().voters().contains(peer.peer());
  }
}
