package io.vertikv.txn.region;

import io.vertikv.placement.tso.TimestampSource;
import io.vertikv.placement.tso.Timestamps;
import io.vertikv.raft.RaftConfig;
import io.vertikv.raft.membership.Membership;
import io.vertikv.store.group.GroupRecord;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.group.ReplicaRecord;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.region.RegionRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.ApplyWorker;
import io.vertikv.store.group.GroupHost;
import io.vertikv.store.group.GroupLimits;
import io.vertikv.store.group.GroupWire;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.group.SnapshotPort;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.raftlog.LogSink;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.store.region.Region;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The regions of which this store has a replica: opens them, also those that split off one here, and finds the one that a key
 * belongs to. Changed on the store's home loop only; whoever looks sees one moment, from any thread.
 */
public final class RegionHost {
  /**
   * What all regions of a store share.
   *
   * @param machine what a group drives that has this executor: the executor, or who watches what passes between them
   */
  public record Shared(Engine engine, RaftLog log, LogSink writer, ApplyWorker apply, Executor workers,
      RaftConfig raft, GroupLimits limits, RegionConfig config, Function<RegionExecutor, RegionMachine> machine) {
    public Shared(Engine engine, RaftLog log, LogSink writer, ApplyWorker apply, Executor workers, RaftConfig raft,
        GroupLimits limits, RegionConfig config) {
      this(engine, log, writer, apply, workers, raft, limits, config, executor -> executor);
    }
  }

  /**
   * A replica's place in its group and on its store.
   *
   * @param wire       of the loop, to the other replicas
   * @param snapshots  how its state travels; see {@link RegionExecutor} for what a restoring one must do
   * @param timestamps on the same loop
   */
  public record Place(RaftGroup.Seat seat, Loop loop, GroupWire wire, SnapshotPort snapshots,
      TimestampSource timestamps) {}

  /** A region with the loop that it is pinned to. */
  public record Hosted(Loop loop, RegionExecutor executor, RaftGroup group) {
    /** As it was applied last. */
    public Region region() { return executor.region(); }

    public long id() { return group.id(); }
  }

  final Shared shared;
  private final RegionIndex index = new RegionIndex();

  public RegionHost(Shared shared) { this.shared = shared; }

  /** Opens every replica that was {@link #found}. Blocks. */
  public List<Hosted> openFound(Nursery nursery) {
    List<Hosted> opened = new ArrayList<>();
    found(shared.engine()).forEach((id, record) -> {
      RaftGroup.Seat seat = seat(shared.engine(), id, nursery.store());
      Region region = new Region(id, record.range(), record.epoch(), seat.founders());
      Nursery.Home home = nursery.home(region, seat);
      opened.add(open(region, home.place(), home.timings(), home.random(), nursery));
    });
    return opened;
  }

  /** The regions of which the engine holds a replica, as far as they were ever written down. Blocks. */
  public static SortedMap<Long, RegionRecord> found(Engine engine) {
    return RegionRecord.all(engine);
  }

  /** This store's part in a region that was {@link #found}. Blocks. */
  public static RaftGroup.Seat seat(Engine engine, long region, long store) {
    Membership members = GroupRecord.membership(engine, region).orElse(Membership.UNINITIALISED);
    PeerAddresses homes = GroupRecord.addresses(engine, region).orElse(PeerAddresses.NONE);
    long peer = peer(engine, region, store);
    if (peer == 0)
      throw new IllegalStateException("region " + region + " is here, and store " + store + " not its peer");
    return new RaftGroup.Seat(region, peer, members, homes);
  }

  /** The peer as which this store takes part in a region that was {@link #found}; 0: nothing says so. Blocks. */
  static long peer(Engine engine, long region, long store) {
    long peer = ReplicaRecord.peer(engine, region);
    if (peer != 0) return peer;
    PeerAddresses homes = GroupRecord.addresses(engine, region).orElse(PeerAddresses.NONE);
    for (Map.Entry<Long, Long> home : homes.storeOfPeer().entrySet()) {
      if (home.getValue() == store) peer = home.getKey();
    }
    return peer;
  }

  /**
   * Opens this store's replica of the region; reads the disk, so call it where blocking is allowed.
   *
   * @param founded what it is unless the engine knows better, which then is told
   */
  public Hosted open(Region founded, Place place, RegionTimings timings, RandomGenerator random) {
    return open(founded, place, timings, random, Births.NONE);
  }

  /** @param nursery where the regions go that split off this one, and theirs */
  public Hosted open(Region founded, Place place, RegionTimings timings, RandomGenerator random, Nursery nursery) {
    return open(founded, place, timings, random, new Delivery(this, shared, nursery));
  }

  private Hosted open(Region founded, Place place, RegionTimings timings, RandomGenerator random, Births births) {
    Hosted hosted = build(founded, place, timings, random, births);
    index.add(hosted);
    return hosted;
  }

  /** Blocks. */
  Hosted build(Region founded, Nursery.Home home, Nursery nursery) {
    return build(founded, home.place(), home.timings(), home.random(), new Delivery(this, shared, nursery));
  }

  /** Blocks. */
  Hosted build(Region founded, Place place, RegionTimings timings, RandomGenerator random, Births births) {
    if (RegionRecord.read(shared.engine(), founded.id()).isEmpty()) record(founded);
    ApplyWorker apply = shared.apply();
    Loop loop = place.loop();
    RegionExecutor executor = new RegionExecutor(new RegionExecutor.Parts(founded, loop, shared.engine(),
        place.timestamps(), shared.workers(), timings, random),
        shared.config(), (target, entries) -> apply.submit(target, loop, entries));
    RegionMachine machine = shared.machine().apply(executor);
    executor.through(machine);
    GroupHost host = new GroupHost(loop, shared.writer(), apply, shared.engine(), place.wire(), shared.workers(),
        shared.raft(), shared.limits());
    RaftGroup group = new RaftGroup(host, place.seat(),
        new RaftGroup.Machine(machine, machine, place.snapshots(), executor.appliedIndex()),
        shared.log().group(founded.id()), random);
    group.outgrowDeparted();
    executor.bind(group);
    if (!group.membership().isInitialised()) executor.awaitSnapshot();
    executor.onSplit(births);
    return new Hosted(loop, executor, group);
  }

  private void record(Region region) {
    EngineBatch batch = new EngineBatch();
    new RegionRecord(region.range(), region.epoch()).put(region.id(), batch);
    shared.engine().write(batch);
  }

  void add(Hosted hosted) { index.add(hosted); }

  /** The replica is destroyed. */
  public void remove(long region) { index.remove(region); }

  /**
   * Goes through a region for superseded versions that its replica has forgotten (a restart forgets all). Call it on the
   * region's loop; {@code done} runs there too.
   */
  public void scanForGarbage(Hosted hosted, long nowTs, Runnable done) {
    long safePoint = Timestamps.minusMillis(nowTs, shared.config().retentionMillis());
    new GarbageScan(shared.engine(), hosted.region().range(), shared.apply(), shared.workers(), hosted.loop(),
        safePoint,
        done).step();
  }

  /** Null: not on this store. */
  public Hosted regionOf(byte[] key) {
    return index.regionOf(key);
  }

  /** Null: not on this store. */
  public Hosted region(long id) {
    return index.region(id);
  }

  /** What the region is; null: it is not on this store, or its leader here does not know yet. */
  public Region known(long id) {
    Hosted hosted = region(id);
    boolean behind = hosted == null || hosted.group().leads() && !hosted.executor().serving();
    return behind ? null : hosted.region();
  }

  /** Those that have a part of the range. */
  public List<Hosted> overlapping(KeyRange range) {
    return index.overlapping(range);
  }

  /** In the order of their keys. */
  public Collection<Hosted> all() {
    return index.all();
  }

  /** The index up to which a region's writes survive a crash in the engine. Blocks. */
  public static long flushedIndex(Engine engine, long region) {
    return AppliedState.read(engine, region, ReadTier.FLUSHED).index;
  }

  /** What a region's replica has applied, as the engine holds it now. Blocks. */
  public static long appliedIndex(Engine engine, long region) {
    return AppliedState.read(engine, region, ReadTier.DISK).index;
  }

  public static long appliedTerm(Engine engine, long region) {
    return AppliedState.read(engine, region, ReadTier.DISK).term;
  }
}
