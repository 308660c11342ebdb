package io.vertikv.tools.sim;

import io.vertikv.raft.RaftStatus;
import io.vertikv.raft.message.AppendRequest;
import io.vertikv.raft.message.Heartbeat;
import io.vertikv.raft.message.RaftMessage;
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
    transport.send(store, new GroupMessage(message.group(), message.toPeer(), rewrite(message)));
  }

  private RaftMessage rewrite(GroupMessage message) {
    return switch (message.message()) {
      case AppendRequest r -> new AppendRequest(r.from(), r.term(), r.previous(), r.entries(),
          Math.max(r.commit(), counted()), r.sentNanos());
      case Heartbeat h -> new Heartbeat(h.from(), h.term(), Math.max(h.commit(), heldBy(message.toPeer())),
          h.readRound(), h.sentNanos());
      default -> message.message();
    };
  }

  private long heldBy(long peer) {
    RaftStatus status = cluster.store(self).group().status();
    long matched = 0;
    for (RaftStatus.PeerStatus each : status.peers()) if (each.peer() == peer) matched = each.matched();
    return Math.min(matched, counted());
  }

  /** What a majority of all holds. */
  private long counted() {
    RaftStatus status = cluster.store(self).group().status();
    long[] held = new long[status.peers().size() + 1];
    for (int i = 0; i < status.peers().size(); i++) held[i] = status.peers().get(i).matched();
    held[held.length - 1] = status.stableIndex();
    Arrays.sort(held);
    return held[(held.length - 1) / 2];
  }

  @Override
  public void request(long store, byte[] payload, long deadlineNanos, ReplyTarget reply) {
    transport.request(store, payload, deadlineNanos, reply);
  }

  @Override
  public void flush() { transport.flush(); }
}
