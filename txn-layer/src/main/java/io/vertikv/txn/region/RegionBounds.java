package io.vertikv.txn.region;

import io.vertikv.raft.membership.Membership;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What a replica's region is, as far as its loop knows that it was applied, and where those are told to go whose keys are not
 * in it. Only its loop changes it; {@link #region} is for any thread.
 */
final class RegionBounds {
  private volatile Region region;
  private RaftGroup group;
  /** By the last split. */
  private List<RegionRoute> parted = List.of();

  RegionBounds(Region region) { this.region = region; }

  void bind(RaftGroup raft) { group = raft; }

  Region region() { return region; }

  void become(RegionRecord now) {
    Membership members = group == null ? region.membership() : group.membership();
    region = new Region(region.id(), now.range(), now.epoch(), members);
  }

  /** These have split off this region, here and now: who comes too late is told of them as well. */
  void parted(List<RegionRoute> children) {
    parted = List.copyOf(children);
  }

  KeyRange range() { return region.range(); }

  boolean contains(byte[] key) { return region.range().contains(key); }

  /** Of an operation that met a key outside. */
  RegionFailure elsewhere() {
    List<RegionRoute> routes = new ArrayList<>(parted);
    routes.addFirst(route());
    return new RegionFailure.EpochNotMatch(routes);
  }

  RegionRoute route() {
    Region now = region;
    Collection<Long> stores = new ArrayList<>();
    group.addresses().storeOfPeer().forEach((peer, store) -> {
      if (group.membership().contains(peer)) stores.add(store);
    });
    return new RegionRoute(now.id(), now.range(), now.epoch(), group.leaderStore(), List.copyOf(stores));
  }
}
