package io.vertikv.store.group;

import io.vertikv.raft.RaftStatus;

/** What of a group's log other replicas may still ask for. */
final class WantedLog {
  private WantedLog() {}

  /** The index up to which no peer that is alive and not hopelessly behind needs the log any more. */
  static long until(RaftStatus status, boolean leads, GroupLimits limits) {
    if (status.membership().peers().size() <= 1) return Long.MAX_VALUE;
    long patience = status.lastIndex() - limits.laggardEntriesMax();
    if (!leads) return patience;
    long least = status.lastIndex();
    for (RaftStatus.PeerStatus peer : status.peers()) least = Math.min(least, Math.max(peer.matched(), patience));
    return least;
  }
}
