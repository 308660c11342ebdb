package io.vertikv.tools.server;

import io.vertikv.placement.tso.OracleGroup;
import io.vertikv.raft.RaftConfig;
import io.vertikv.raft.RaftStatus;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.resp.admin.ServerFacts;
import io.vertikv.resp.session.DiskRoom;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.GroupHost;
import io.vertikv.store.group.GroupLimits;
import io.vertikv.store.group.GroupWire;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.group.SnapshotPort;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.loop.VertxLoop;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.rpc.NoTransport;
import io.vertikv.tools.config.NodeConfig;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.LoopGateway;
import io.vertikv.txn.region.RegionConfig;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionGateway;
import io.vertikv.txn.region.RegionHost;
import io.vertikv.txn.region.RegionOperation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One store with the oracle's group and one region, both of a single replica, on one event loop. Opening reads the disk and
 * replays nothing yet; starting elects, replays and waits until the region serves.
 */
final class StoreService implements Service {
  private static final long ORACLE_GROUP = 1;
  private static final long FIRST_REGION = 2;
  private static final long ORACLE_PEER = 1;
  private static final long REGION_PEER = 2;
  private static final long TICK_MILLIS = 50;
  private static final long SECOND_MILLIS = 1000;
  /** Flushing memtables to a slow disk. */
  private static final Duration CLOSING_TIME = Duration.ofSeconds(60);
  private static final long SCAN_INTERVAL_NANOS = 600_000_000_000L;

  private final NodeContext context;
  private final StoreDisk disk;
  private final Loop loop;
  private final OracleGroup oracle;
  private final RaftGroup oracleGroup;
  private final RegionHost host;
  private final RegionHost.Hosted region;
  private final RegionMeters regionMeters = new RegionMeters();
  /** Taken on the loop once a second. */
  private volatile StoreReadings.OfLoop ofLoop;
  private long tickTimer = -1;
  private long secondTimer = -1;
  private long garbageTimer = -1;
  private long garbageScanned = -1;
  private long garbageScannedNanos;
  private boolean scanning;

  private StoreService(NodeContext context, StoreDisk disk) {
    NodeConfig config = context.config();
    RandomGenerator random = new SecureRandom();
    Context home = ((VertxInternal) context.vertx()).createEventLoopContext();
    RegionConfig regionConfig = ModuleConfigs.region(config);
    this.context = context;
    this.disk = disk;
    this.loop = VertxLoop.of(home);
    OracleGroup.Applied found = OracleGroup.read(disk.engine(), ReadTier.DISK);
    disk.adopt(ORACLE_GROUP, found.index(), found.term());
    disk.adopt(FIRST_REGION, RegionHost.appliedIndex(disk.engine(), FIRST_REGION),
        RegionHost.appliedTerm(disk.engine(), FIRST_REGION));
    disk.startWriting();
    this.oracle = new OracleGroup(loop, found, (target, entries) -> disk.apply().submit(target, loop, entries));
    GroupHost groupHost = new GroupHost(loop, disk.writer(), disk.apply(), disk.engine(),
        new GroupWire(loop, new NoTransport(loop)), disk.workers(), RaftConfig.defaults(), GroupLimits.defaults());
    this.oracleGroup = new RaftGroup(groupHost, RaftGroup.Seat.alone(ORACLE_GROUP, ORACLE_PEER),
        new RaftGroup.Machine(oracle, oracle, SnapshotPort.NONE, found.index()), disk.log().group(ORACLE_GROUP),
        random);
    oracle.bind(oracleGroup);
    this.host = new RegionHost(new RegionHost.Shared(disk.engine(), disk.log(), disk.writer(), disk.apply(),
        disk.workers(), RaftConfig.defaults(), GroupLimits.defaults(), regionConfig));
    RegionHost.Place place = new RegionHost.Place(RaftGroup.Seat.alone(FIRST_REGION, REGION_PEER), loop,
        groupHost.wire(), SnapshotPort.NONE, oracle);
    this.region = host.open(new Region(FIRST_REGION, KeyRange.ALL, RegionEpoch.FIRST, alone(REGION_PEER)), place,
        regionMeters, random);
    disk.keep(oracleGroup, loop, engine -> OracleGroup.read(engine, ReadTier.FLUSHED).index());
    disk.keep(region.group(), loop, engine -> RegionHost.flushedIndex(engine, FIRST_REGION));
    readLoop();
  }

  /** Opens log and engine: blocks. */
  static StoreService open(NodeContext context, StoreVolume volume) {
    return new StoreService(context, StoreDisk.open(context, volume));
  }

  private static Membership alone(long peer) { return Membership.of(PeerSet.of(peer)); }

  @Override
  public String name() { return "store"; }

  /** A front-end loop's door to the region. */
  RegionGateway gateway(Loop home) {
    return new LoopGateway(home, loop, region.executor());
  }

  /** Looks at the data as it is when the region serves. */
  Future<Void> read(Consumer<Tx> work) {
    Promise<Void> done = Promise.promise();
    loop.execute(() -> {
      region.executor().submit(new Look(work, done));
      region.executor().flush();
    });
    return done.future();
  }

  /** Whether commands that may add data can be taken. */
  DiskRoom room() {
    return disk.room();
  }

  /** For INFO and its like. */
  ServerFacts facts() {
    return new ProcessFacts(context, disk::engineBytes, disk::logBytes);
  }

  private record Look(Consumer<Tx> work, Promise<Void> done) implements RegionOperation {
    @Override
    public Mode mode() { return Mode.READ; }

    @Override
    public void keys(Consumer<byte[]> each) {}

    @Override
    public void run(Tx tx) { work.accept(tx); }

    @Override
    public void completed() { done.complete(); }

    @Override
    public void failed(RegionFailure failure) { done.fail("the data cannot be read: " + failure); }
  }

  RegionHost.Hosted region() { return region; }

  Loop loop() { return loop; }

  @Override
  public Future<?> start() {
    Promise<Void> serving = Promise.promise();
    Vertx vertx = context.vertx();
    loop.execute(() -> {
      region.executor().whenServing(serving::complete);
      oracleGroup.start();
      region.group().start();
    });
    tickTimer = vertx.setPeriodic(TICK_MILLIS, id -> loop.execute(this::tick));
    secondTimer = vertx.setPeriodic(SECOND_MILLIS, id -> loop.execute(this::everySecond));
    garbageTimer = vertx.setPeriodic(context.config().cleaning().gcIntervalMillis(),
        id -> loop.execute(region.executor()::collectGarbage));
    return serving.future();
  }

  private void tick() {
    oracle.tick();
    region.executor().tick();
  }

  /** For metrics; any thread. */
  StoreReadings readings() {
    return new StoreReadings(ofLoop, regionMeters, disk.engineStats(), disk.writer().counters(),
        disk.writer().queueBytes(), disk.logBytes(), disk.syncs(), region.executor().garbageForgotten());
  }

  private void readLoop() {
    RaftStatus status = region.group().status();
    ofLoop = new StoreReadings.OfLoop(region.executor().stats(), status.commitIndex() - status.appliedIndex(),
        oracle.given());
  }

  private void everySecond() {
    readLoop();
    disk.check();
    scanForGarbage();
  }

  /** A pass over everything is only worth it when something was forgotten, and never two at once. */
  private void scanForGarbage() {
    long forgotten = region.executor().garbageForgotten();
    long nowNanos = loop.nanoTime();
    boolean due = garbageScannedNanos == 0 || nowNanos - garbageScannedNanos > SCAN_INTERVAL_NANOS;
    if (scanning || !due || forgotten == garbageScanned || !region.executor().serving()) return;
    long nowTs = oracle.next();
    if (nowTs == 0) return;
    scanning = true;
    garbageScanned = forgotten;
    host.scanForGarbage(region, nowTs, () -> {
      scanning = false;
      garbageScannedNanos = loop.nanoTime();
    });
  }

  @Override
  public Duration closingTime() { return CLOSING_TIME; }

  @Override
  public Future<?> stop() {
    Vertx vertx = context.vertx();
    vertx.cancelTimer(tickTimer);
    vertx.cancelTimer(secondTimer);
    vertx.cancelTimer(garbageTimer);
    return vertx.executeBlocking(() -> {
      disk.close(loop);
      return null;
    });
  }
}
