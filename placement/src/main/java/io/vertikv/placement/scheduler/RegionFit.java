package io.vertikv.placement.scheduler;

import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.report.RegionPeers;
import io.vertikv.placement.rule.Demand;
import io.vertikv.placement.rule.DemandRole;
import io.vertikv.placement.rule.Isolation;
import io.vertikv.placement.topology.RegionEntry;
import io.vertikv.placement.topology.StoreEntry;
import io.vertikv.placement.topology.StoreState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which of a region's peers meets which demand. Demand by demand, the harder ones first, the best of the remaining peers is
 * taken: one that is whole before one that is lost, of the right role before one that has to be promoted, the farthest from those
 * taken before. What is left over is extra; what found nobody is missing.
 */
final class RegionFit {
  private final ClusterView view;
  private final RegionEntry region;
  private final List<Demand> demands;
  /** For each peer the position of its demand, or -1. */
  private final int[] demandOf;
  private final int[] missing;

  RegionFit(ClusterView view, RegionEntry region) {
    this.view = view;
    this.region = region;
    this.demands = view.demands(region);
    this.demandOf = new int[region.peers().size()];
    this.missing = new int[demands.size()];
    Arrays.fill(demandOf, -1);
    for (int d = 0; d < demands.size(); d++) assign(d);
  }

  private void assign(int d) {
    for (int i = 0; i < demands.get(d).count(); i++) {
      int best = best(d);
      if (best < 0) missing[d]++;
      else demandOf[best] = d;
    }
  }

  private int best(int d) {
    int best = -1;
    long bestWorth = Long.MIN_VALUE;
    for (int p = 0; p < demandOf.length; p++) {
      if (demandOf[p] >= 0) continue;
      long worth = worth(region.peers().at(p), d);
      if (worth > bestWorth) {
        best = p;
        bestWorth = worth;
      }
    }
    return best;
  }

  /** Long.MIN_VALUE: cannot meet it. */
  private long worth(RegionPeer peer, int d) {
    Demand demand = demands.get(d);
    StoreEntry store = view.store(peer.store());
    if (store == null || !demand.allows(store.labels())) return Long.MIN_VALUE;
    boolean learns = peer.role() == PeerRole.LEARNER;
    if (!demand.role().votes() && !learns) return Long.MIN_VALUE;
    boolean leads = peer.id() == region.leader().id();
    long worth = lost(peer) ? 0 : 8;
    if (demand.role().votes() != learns) worth += 4;
    if (demand.role() == DemandRole.LEADER && leads || demand.role() == DemandRole.FOLLOWER && !leads) worth += 2;
    return (worth << 40) + isolationFromTaken(store, d);
  }

  private long isolationFromTaken(StoreEntry store, int d) {
    List<String> levels = demands.get(d).locationLabels();
    long sum = 0;
    for (int p = 0; p < demandOf.length && !levels.isEmpty(); p++) {
      StoreEntry other = demandOf[p] < 0 ? null : view.store(region.peers().at(p).store());
      if (other != null) sum += Isolation.between(store.place(levels), other.place(levels));
    }
    return sum;
  }

  /** Its store is gone or going, or its leader says that it should be replaced. */
  boolean lost(RegionPeer peer) {
    StoreEntry store = view.store(peer.store());
    StoreState state = store == null ? StoreState.UNKNOWN : view.state(store);
    return switch (state) {
      case DOWN, REMOVING, REMOVED, UNKNOWN -> true;
      case PREPARING, SERVING, DISCONNECTED -> region.health().down().contains(peer.id());
    };
  }

  List<Demand> demands() { return demands; }

  /** Null: the peer is extra. */
  Demand demandOf(int peerPosition) {
    return demandOf[peerPosition] < 0 ? null : demands.get(demandOf[peerPosition]);
  }

  /** The first demand that found too few, or null. */
  Demand missing() {
    for (int d = 0; d < missing.length; d++) if (missing[d] > 0) return demands.get(d);
    return null;
  }

  /** Peers that no demand wants, those that are lost first. */
  List<RegionPeer> extra() {
    List<RegionPeer> found = new ArrayList<>();
    RegionPeers peers = region.peers();
    for (int p = 0; p < demandOf.length; p++) {
      if (demandOf[p] >= 0) continue;
      if (lost(peers.at(p))) found.addFirst(peers.at(p));
      else found.add(peers.at(p));
    }
    return found;
  }
}
