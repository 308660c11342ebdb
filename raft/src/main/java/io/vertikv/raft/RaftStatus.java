package io.vertikv.raft;

import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.progress.ProgressState;
import io.vertikv.raft.ready.SoftState;
import java.util.List;

/** A look at a replica, for people and for deciding where to cut the log. {@code peers} is empty unless it leads. */
public record RaftStatus(SoftState soft, Membership membership, long lastIndex, long stableIndex, long commitIndex,
    long appliedIndex,
    boolean quiesced, List<PeerStatus> peers) {

  /**
   * What the leader knows of one other peer; {@code active}: it answered within the last two election timeouts, or all
   * sleep, or the leader woke too short a time ago to hold a silence against anybody.
   */
  public record PeerStatus(long peer, ProgressState state, long matched, long next, int inflight, boolean active) {}
}
