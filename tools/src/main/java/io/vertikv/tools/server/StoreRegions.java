package io.vertikv.tools.server;

import io.vertikv.placement.tso.TimestampSource;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.Family;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.group.GroupClock;
import io.vertikv.store.group.GroupSnapshots;
import io.vertikv.store.group.GroupWire;
import io.vertikv.store.group.LogKeeper;
import io.vertikv.store.group.LoopGroups;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.group.Tombstone;
import io.vertikv.raft.membership.Membership;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.region.RegionRecord;
import io.vertikv.txn.region.Nursery;
import io.vertikv.txn.region.RegionHost;
import io.vertikv.txn.region.RegionMemory;
import io.vertikv.txn.region.RegionSnapshotSource;
import io.vertikv.txn.region.RegionTimings;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * The regions of this store that split off others: those found at the start and those that come while it runs. All of them
 * live on the home loop.
 */
final class StoreRegions implements Nursery {
  /** What all of them stand on. */
  record Ground(StoreDisk disk, long store, Loop loop, GroupWire wire, GroupSnapshots snapshots,
      TimestampSource timestamps, RegionTimings timings, RandomGenerator random) {}

  private final Ground ground;
  private final RegionHost host;
  private final LoopGroups groups;
  private final GroupClock clock;
  private final StoreReplicas replicas;

  StoreRegions(Ground ground, RegionHost host, LoopGroups groups, GroupClock clock,
      StoreReplicas replicas) {
    this.ground = ground;
    this.host = host;
    this.groups = groups;
    this.clock = clock;
    this.replicas = replicas;
  }

  /** Before the log's writer starts: blocks. The first region may be in the log and not yet in the engine. */
  static void adopt(StoreDisk disk, long first) {
    SortedSet<Long> regions = new TreeSet<>(RegionHost.found(disk.engine()).keySet());
    regions.add(first);
    for (long region : regions) {
      disk.adopt(region, RegionHost.appliedIndex(disk.engine(), region), RegionHost.appliedTerm(disk.engine(), region));
    }
  }

  /** Opens what is found but for the first region, which everybody has from the beginning. Blocks. */
  void open(long first) {
    for (Map.Entry<Long, RegionRecord> found : RegionHost.found(ground.disk.engine()).entrySet()) {
      long id = found.getKey();
      if (id == first || Tombstone.peer(ground.disk.engine(), id) != 0) continue;
      RaftGroup.Seat seat = RegionHost.seat(ground.disk.engine(), id, ground.store);
      Region region = new Region(id, found.getValue().range(), found.getValue().epoch(), seat.founders());
      Home home = home(region, seat);
      take(host.open(region, home.place(), home.timings(), home.random(), this));
    }
  }

  @Override
  public long store() { return ground.store; }

  @Override
  public Home home(Region region, RaftGroup.Seat seat) {
    RegionSnapshotSource source = new RegionSnapshotSource(region, seat.addresses());
    return new Home(new RegionHost.Place(seat, ground.loop, ground.wire,
        ground.snapshots.port(source, replica(region.id())), ground.timestamps), ground.timings, ground.random);
  }

  @Override
  public void opened(RegionHost.Hosted child) {
    take(child);
    replicas.look();
    child.group().stir();
    child.group().start();
  }

  private void take(RegionHost.Hosted hosted) {
    replicas.add(hosted);
    hosted.group().onStir(() -> clock.wake(hosted.executor()));
    groups.add(hosted.group());
    ground.disk.keep(new LogKeeper.Replica(hosted.group(), ground.loop,
        engine -> RegionHost.flushedIndex(engine, hosted.id()), () -> ground.snapshots.cutLimit(hosted.id())));
  }

  /** What a group's snapshots do to the region's executor. */
  GroupSnapshots.Replica replica(long region) {
    return new GroupSnapshots.Replica() {
      @Override
      public void suspend(Runnable quiet) { host.region(region).executor().suspend(quiet); }

      @Override
      public Runnable reread() {
        RegionMemory memory = host.region(region).executor().reread();
        return () -> host.region(region).executor().replaced(memory);
      }

      @Override
      public void resume() { host.region(region).executor().resume(); }
    };
  }

  /**
   * What is to be destroyed of a region that this store was removed from. Once its descriptor is gone, so are its keys: what
   * lies there is another region's.
   */
  static List<FamilyRange> owned(Engine engine, long region) {
    Region founded = new Region(region, KeyRange.ALL, RegionEpoch.FIRST, Membership.UNINITIALISED);
    List<FamilyRange> all = new RegionSnapshotSource(founded, PeerAddresses.NONE).describe(engine).owned();
    boolean shares = RegionRecord.read(engine, region).isEmpty() && !RegionHost.found(engine).isEmpty();
    return shares
        ? all.stream().filter(part -> part.family() == Family.META || part.family() == Family.TTL).toList()
        : all;
  }
}
