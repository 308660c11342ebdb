package io.vertikv.tools.sim;

import io.vertikv.raft.RaftStatus;
import io.vertikv.raft.message.AppendRequest;
import io.vertikv.raft.message.Heartbeat;
import io.vertikv.raft.message.RaftMessage;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.Transport;
import java.util.Arrays;

/**
 * Tells followers that everything is committed that a majority holds, of whatever term: what a leader would say that
 * counted replicas of older terms' entries (paper, figure 8).
 */
record EagerCommits(Transport transport, long self, SimCluster cluster) implements Transport {
  @Override
  public void send(long store, GroupMessage message) {
    transport.send(store,
        new GroupMessage(message.group(), message.toPeer(), rewrite(message, cluster.replica(self, message.group()))));
  }

  private static RaftMessage rewrite(GroupMessage message, SimReplica leader) {
    RaftStatus status = leader.group().status();
    long self = leader.group().peer();
    return switch (message.message()) {
      case AppendRequest r -> new AppendRequest(r.from(), r.term(), r.previous(), r.entries(),
          Math.max(r.commit(), counted(status, self)), r.sentNanos());
      case Heartbeat h ->
        new Heartbeat(h.from(), h.term(),
            Math.max(h.commit(), Math.min(counted(status, self), heldBy(message.toPeer(), status, self))),
            h.readRound(), h.sentNanos());
      default -> message.message();
    };
  }

  /** What a majority of the voters holds. */
  private static long counted(RaftStatus status, long self) {
    PeerSet voters = status.membership().voters();
    if (status.membership().isJoint() || !voters.contains(self)) return status.commitIndex();
    long[] held = new long[voters.size()];
    for (int i = 0; i < held.length; i++) held[i] = heldBy(voters.at(i), status, self);
    Arrays.sort(held);
    return Math.max(status.commitIndex(), held[(held.length - 1) / 2]);
  }

  private static long heldBy(long peer, RaftStatus status, long self) {
    if (peer == self) return status.stableIndex();
    for (RaftStatus.PeerStatus each : status.peers()) if (each.peer() == peer) return each.matched();
    return 0;
  }

  @Override
  public void request(long store, byte[] payload, long deadlineNanos, ReplyTarget reply) {
    transport.request(store, payload, deadlineNanos, reply);
  }

  @Override
  public void flush() { transport.flush(); }
}
