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
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A leader whose disk is full refuses writes for its whole region. While that is so it asks the stores of the other voters
 * whether they have room, and hands each region that it leads to one that has and that is up to date. When all are full they
 * stay: wherever they went, writes would be refused. Only for the store's loop.
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
  private final Supplier<List<Led>> regions;
  private final Set<Long> roomy = new HashSet<>();
  private boolean tried;
  private long triedNanos;

  /** A region that this store leads. */
  record Led(RaftGroup group, GroupMembers.HandOver handOver) {}

  /** @param regions all that are led here at the moment */
  FullDisk(Loop loop, Transport transport, DiskRoom room, Supplier<List<Led>> regions) {
    this.loop = loop;
    this.transport = transport;
    this.room = room;
    this.regions = regions;
  }

  /** Acts on the answers of the second before, and asks again. */
  void everySecond() {
    if (room.lacking() == null) {
      roomy.clear();
      return;
    }
    long nowNanos = loop.nanoTime();
    long sinceTryNanos = tried ? nowNanos - triedNanos : Long.MAX_VALUE;
    List<Led> led = regions.get();
    boolean left = false;
    for (Led region : led) left |= leave(region, sinceTryNanos);
    roomy.clear();
    if (left) {
      tried = true;
      triedNanos = nowNanos;
    } else {
      ask(led, nowNanos);
    }
  }

  private boolean leave(Led region, long sinceTryNanos) {
    RaftGroup group = region.group();
    long peer = target(new Situation(group.status(), group.addresses(), roomy, sinceTryNanos));
    if (peer == 0) return false;
    LOG.warn("the disk is full ({}) and store {} has room: it is asked to lead region {}", room.lacking(),
        group.addresses().storeOf(peer), group.id());
    region.handOver().to(peer);
    return true;
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

  private void ask(List<Led> led, long nowNanos) {
    Set<Long> stores = new HashSet<>();
    for (Led region : led) {
      for (RaftStatus.PeerStatus peer : region.group().status().peers()) {
        if (peer.active()) stores.add(region.group().addresses().storeOf(peer.peer()));
      }
    }
    stores.remove(0L);
    for (long store : stores) {
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
