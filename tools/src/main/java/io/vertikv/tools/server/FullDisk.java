package io.vertikv.tools.server;

import io.vertikv.raft.RaftStatus;
import io.vertikv.raft.progress.ProgressState;
import io.vertikv.resp.session.DiskRoom;
import io.vertikv.store.group.GroupMembers;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.store.rpc.Transport;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A leader whose disk is full refuses writes for the whole region. While that is so it asks the stores of the other voters
 * whether they have room, and hands leadership to one that has and that is up to date. When all are full it stays: wherever
 * it went, writes would be refused. Only for the store's loop.
 *
 * <pre>
 * request   kind u8 = ROOM
 * answer    room u8: 1 yes, 0 no
 * </pre>
 */
final class FullDisk implements RequestDesk.Clerk {
  /** Between two tries: a transfer that fails is over by then, and a disk at its limit does not chase leadership around. */
  static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final Logger LOG = LoggerFactory.getLogger(FullDisk.class);
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * What is known at the moment.
   *
   * @param roomy stores that said a moment ago that they have room
   * @param sinceTryNanos since this store last tried; {@link Long#MAX_VALUE}: never
   */
  record Situation(RaftStatus region, PeerAddresses addresses, Set<Long> roomy, long sinceTryNanos) {}

  private final Loop loop;
  private final Transport transport;
  private final DiskRoom room;
  private final RaftGroup region;
  private final GroupMembers.HandOver handOver;
  private final Set<Long> roomy = new HashSet<>();
  private boolean tried;
  private long triedNanos;

  FullDisk(Loop loop, Transport transport, DiskRoom room, RaftGroup region, GroupMembers.HandOver handOver) {
    this.loop = loop;
    this.transport = transport;
    this.room = room;
    this.region = region;
    this.handOver = handOver;
  }

  /** Acts on the answers of the second before, and asks again. */
  void everySecond() {
    if (!region.leads() || room.lacking() == null) {
      roomy.clear();
      return;
    }
    long nowNanos = loop.nanoTime();
    long target = target(new Situation(region.status(), region.addresses(), roomy,
        tried ? nowNanos - triedNanos : Long.MAX_VALUE));
    roomy.clear();
    if (target != 0) leave(target, nowNanos);
    else ask(nowNanos);
  }

  private void leave(long peer, long nowNanos) {
    tried = true;
    triedNanos = nowNanos;
    LOG.warn("the disk is full ({}) and store {} has room: it is asked to lead", room.lacking(),
        region.addresses().storeOf(peer));
    handOver.to(peer);
  }

  /** The peer to hand the region to; 0: it stays. */
  static long target(Situation now) {
    if (now.sinceTryNanos < PAUSE_NANOS) return 0;
    for (RaftStatus.PeerStatus peer : now.region.peers()) {
      boolean fit = peer.active() && peer.state() == ProgressState.REPLICATING
          && peer.matched() >= now.region.commitIndex() && now.region.membership().voters().contains(peer.peer());
      if (fit && now.roomy.contains(now.addresses.storeOf(peer.peer()))) return peer.peer();
    }
    return 0;
  }

  private void ask(long nowNanos) {
    for (RaftStatus.PeerStatus peer : region.status().peers()) {
      long store = region.addresses().storeOf(peer.peer());
      if (!peer.active() || store == 0) continue;
      transport.request(store, new byte[]{(byte) RequestKind.ROOM.code()}, nowNanos + ANSWER_NANOS,
          new Transport.ReplyTarget() {
            @Override
            public void answered(byte[] answer) {
              if (answer.length == 1 && answer[0] == 1) roomy.add(store);
            }

            @Override
            public void failed(Transport.RequestFailure failure) {
              LOG.debug("store {} does not say whether it has room: {}", store, failure);
            }
          });
    }
    transport.flush();
  }

  @Override
  public void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) {
    answer.accept(new byte[]{(byte) (room.lacking() == null ? 1 : 0)});
    transport.flush();
  }
}
