package io.vertikv.txn.region;

import io.vertikv.placement.tso.TimestampSource;
import io.vertikv.placement.tso.Timestamps;
import io.vertikv.raft.RaftConfig;
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.ApplyWorker;
import io.vertikv.store.group.GroupHost;
import io.vertikv.store.group.GroupLimits;
import io.vertikv.store.group.GroupWire;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.group.SnapshotPort;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.raftlog.LogWriter;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.store.region.Region;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** The regions of one store: opens them, and finds the one that a key belongs to. */
public final class RegionHost {
  /** What all regions of a store share. */
  public record Shared(Engine engine, RaftLog log, LogWriter writer, ApplyWorker apply, Executor workers,
      RaftConfig raft, GroupLimits limits, RegionConfig config) {}

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
  public record Hosted(Region region, Loop loop, RegionExecutor executor, RaftGroup group) {}

  private final Shared shared;
  private final Map<Long, Hosted> regions = new LinkedHashMap<>();

  public RegionHost(Shared shared) { this.shared = shared; }

  /** Opens this store's replica of the region; reads the disk, so call it where blocking is allowed. */
  public Hosted open(Region region, Place place, RegionTimings timings, RandomGenerator random) {
    ApplyWorker apply = shared.apply();
    Loop loop = place.loop();
    RegionExecutor executor = new RegionExecutor(new RegionExecutor.Parts(region, loop, shared.engine(),
        place.timestamps(), shared.workers(), timings, random),
        shared.config(), (target, entries) -> apply.submit(target, loop, entries));
    GroupHost host = new GroupHost(loop, shared.writer(), apply, shared.engine(), place.wire(), shared.workers(),
        shared.raft(), shared.limits());
    RaftGroup group = new RaftGroup(host, place.seat(),
        new RaftGroup.Machine(executor, executor, place.snapshots(), executor.appliedIndex()),
        shared.log().group(region.id()), random);
    executor.bind(group);
    Hosted hosted = new Hosted(region, loop, executor, group);
    regions.put(region.id(), hosted);
    return hosted;
  }

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
    for (Hosted hosted : regions.values()) if (hosted.region().range().contains(key)) return hosted;
    return null;
  }

  /** Null: not on this store. */
  public Hosted region(long id) {
    return regions.get(id);
  }

  public Collection<Hosted> all() { return regions.values(); }

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
