package io.vertikv.placement.report;

import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.store.group.PeerAddresses;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;

/** The replicas of a region, by ascending id; no two on one store, except while one of them is on its way out. */
public record RegionPeers(List<RegionPeer> list) {
  public RegionPeers {
    list = ascending(list)
        ? List.copyOf(list)
        : list.stream().sorted(Comparator.comparingLong(RegionPeer::id)).toList();
    if (list.size() > Membership.PEERS_MAX) throw new IllegalArgumentException(list.size() + " peers");
    for (int i = 1; i < list.size(); i++) {
      if (list.get(i).id() == list.get(i - 1).id()) throw new IllegalArgumentException("peer twice: " + list);
    }
  }

  private static boolean ascending(List<RegionPeer> peers) {
    for (int i = 1; i < peers.size(); i++) {
      if (peers.get(i).id() < peers.get(i - 1).id()) return false;
    }
    return true;
  }

  public static RegionPeers of(RegionPeer... peers) { return new RegionPeers(List.of(peers)); }

  /** As Raft has them, with where they live. */
  public static RegionPeers of(Membership membership, PeerAddresses addresses) {
    List<RegionPeer> peers = new ArrayList<>();
    PeerSet all = membership.peers();
    for (int i = 0; i < all.size(); i++) {
      long id = all.at(i);
      peers.add(new RegionPeer(id, addresses.storeOf(id), role(membership, id)));
    }
    return new RegionPeers(peers);
  }

  private static PeerRole role(Membership membership, long peer) {
    if (membership.learners().contains(peer)) return PeerRole.LEARNER;
    if (!membership.isJoint()) return PeerRole.VOTER;
    boolean incoming = membership.voters().contains(peer);
    if (incoming) return membership.outgoing().contains(peer) ? PeerRole.VOTER : PeerRole.INCOMING;
    return membership.demoting().contains(peer) ? PeerRole.DEMOTING : PeerRole.OUTGOING;
  }

  public int size() { return list.size(); }

  public RegionPeer at(int position) { return list.get(position); }

  /** Its position, or -1. */
  public int positionOf(long peer) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).id() == peer) return i;
    }
    return -1;
  }

  /** Null when there is none. */
  public RegionPeer onStore(long store) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).store() == store) return list.get(i);
    }
    return null;
  }

  public boolean isJoint() {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).role().joint()) return true;
    }
    return false;
  }

  /** Voters that are there to stay. */
  public int voters() {
    return (int) list.stream().filter(peer -> peer.role() == PeerRole.VOTER || peer.role() == PeerRole.INCOMING)
        .count();
  }

  public RegionPeers with(RegionPeer added) {
    List<RegionPeer> more = new ArrayList<>(list);
    more.add(added);
    return new RegionPeers(more);
  }

  public RegionPeers without(long peer) {
    return new RegionPeers(list.stream().filter(each -> each.id() != peer).toList());
  }

  /** @param next the role of each peer then, null for those that go */
  private RegionPeers map(LongFunction<PeerRole> next) {
    List<RegionPeer> peers = new ArrayList<>();
    for (RegionPeer peer : list) {
      PeerRole role = next.apply(peer.id());
      if (role != null) peers.add(peer.as(role));
    }
    return new RegionPeers(peers);
  }

  public RegionPeers with(long peer, PeerRole role) {
    return map(id -> id == peer ? role : at(positionOf(id)).role());
  }

  /** As after the joint phase: the outgoing are gone, the incoming vote, those to be demoted learn. */
  public RegionPeers afterJoint() {
    return map(id -> switch (at(positionOf(id)).role()) {
      case VOTER, INCOMING -> PeerRole.VOTER;
      case LEARNER, DEMOTING -> PeerRole.LEARNER;
      case OUTGOING -> null;
    });
  }

  /** {@code 11@1 12@2 13@3:learner}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (RegionPeer peer : list) {
      text.append(text.isEmpty() ? "" : " ").append(peer.id()).append('@').append(peer.store());
      if (peer.role() != PeerRole.VOTER) text.append(':').append(peer.role().name().toLowerCase(Locale.ROOT));
    }
    return text.toString();
  }
}
