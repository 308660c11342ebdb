package io.vertikv.tools.server;

import io.vertikv.placement.tso.TimestampSource;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.group.CreatePeerAnswer;
import io.vertikv.store.group.GroupClock;
import io.vertikv.store.group.GroupSnapshots;
import io.vertikv.store.group.GroupWire;
import io.vertikv.store.group.LogKeeper;
import io.vertikv.store.group.LoopGroups;
import io.vertikv.store.group.NewPeers;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.group.Tombstones;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.region.Region;
import io.vertikv.txn.region.EmptyReplicas;
import io.vertikv.txn.region.Nursery;
import io.vertikv.txn.region.RegionHost;
import io.vertikv.txn.region.RegionSnapshotSource;
import io.vertikv.txn.region.RegionTimings;
import io.vertikv.txn.region.ReplicaBurial;
import io.vertikv.txn.region.ReplicaStay;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * The replicas of regions on this store: those found at the start, and those that come and go while it runs, since their region
 * split off another one or their leader wants them here or not any more. All of them live on the home loop.
 */
final class StoreRegions implements Nursery, ReplicaBurial.Mourners {
  /** What all of them stand on. */
  record Ground(StoreDisk disk, long store, Loop loop, GroupWire wire, GroupSnapshots snapshots,
      TimestampSource timestamps, RegionTimings timings, RandomGenerator random) {}

  private final Ground ground;
  private final RegionHost host;
  private final LoopGroups groups;
  private final GroupClock clock;
  private final StoreReplicas replicas;
  private final Tombstones tombstones;
  private final ReplicaBurial burial;
  private final EmptyReplicas empty;

  StoreRegions(Ground ground, RegionHost host, LoopGroups groups, GroupClock clock, StoreReplicas replicas,
      Tombstones tombstones) {
    this.ground = ground;
    this.host = host;
    this.groups = groups;
    this.clock = clock;
    this.replicas = replicas;
    this.tombstones = tombstones;
    burial = new ReplicaBurial(host, tombstones, this, ground.loop);
    empty = new EmptyReplicas(host, this, tombstones, ground.loop);
    ground.snapshots.confine(this::range);
  }

  /** Before the log's writer starts: blocks. The first region may be in the log and not yet in the engine. */
  static void adopt(StoreDisk disk, long first) {
    SortedSet<Long> regions = new TreeSet<>(RegionHost.found(disk.engine()).keySet());
    regions.add(first);
    for (long region : regions) {
      disk.adopt(region, RegionHost.appliedIndex(disk.engine(), region), RegionHost.appliedTerm(disk.engine(), region));
    }
  }

  /** Opens what is found. Blocks. */
  void open() {
    host.openFound(this).forEach(this::take);
  }

  private KeyRange range(long region) {
    RegionHost.Hosted hosted = host.region(region);
    return hosted == null ? null : hosted.region().range();
  }

  /** Makes replicas that leaders of other stores want here, where there is room for them. */
  NewPeers.Housing housing() {
    return (request, answer) -> {
      String lacking = ground.disk.room().lacking();
      if (lacking == null) empty.create(request, answer);
      else answer.accept(new CreatePeerAnswer.Refused(lacking));
    };
  }

  ReplicaBurial burial() { return burial; }

  @Override
  public long store() { return ground.store; }

  @Override
  public Home home(Region region, RaftGroup.Seat seat) {
    RegionSnapshotSource source = new RegionSnapshotSource(region, seat.addresses());
    return new Home(new RegionHost.Place(seat, ground.loop, ground.wire,
        ground.snapshots.port(source, new ReplicaStay(ground.disk.engine(), host, region.id())), ground.timestamps),
        ground.timings, ground.random);
  }

  @Override
  public void opened(RegionHost.Hosted child) {
    take(child);
    if (tombstones.has(child.id(), child.group().peer())) {
      burial.bury(child, () -> {});
      return;
    }
    replicas.look();
    child.group().stir();
    child.group().start();
  }

  @Override
  public void silenced(RaftGroup group) {
    groups.remove(group.id());
    replicas.remove(group.id());
  }

  @Override
  public void still(RaftGroup group) { ground.snapshots.forget(group.id()); }

  @Override
  public void gone(RegionHost.Hosted replica) { ground.disk.forget(replica.group()); }

  private void take(RegionHost.Hosted hosted) {
    replicas.add(hosted);
    hosted.group().onStir(() -> clock.wake(hosted.executor()));
    groups.add(hosted.group());
    ground.disk.keep(new LogKeeper.Replica(hosted.group(), ground.loop,
        engine -> RegionHost.flushedIndex(engine, hosted.id()), () -> ground.snapshots.cutLimit(hosted.id())));
  }
}
