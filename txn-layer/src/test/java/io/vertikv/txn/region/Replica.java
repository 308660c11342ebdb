package io.vertikv.txn.region;

import io.vertikv.raft.message.InstallSnapshot;
import io.vertikv.raft.message.SnapshotMark;
import io.vertikv.raft.ready.SnapshotNeed;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.group.ApplyWorker;
import io.vertikv.store.group.LogAdoption;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionRecord;
import java.util.Map;
import io.vertikv.store.group.GroupLimits;
import io.vertikv.store.group.GroupSnapshots;
import io.vertikv.store.group.GroupWire;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.group.SnapshotPort;
import io.vertikv.store.raftlog.LogWriter;
import io.vertikv.store.raftlog.LogWriterConfig;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.store.raftlog.RaftLogConfig;
import io.vertikv.store.raftlog.SyncMode;
import io.vertikv.store.raftlog.sim.SimLogDevice;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.Transport;
import io.vertikv.store.snapshot.DiskSnapshots;
import io.vertikv.store.snapshot.RestoreOutcome;
import io.vertikv.store.snapshot.SendOutcome;
import io.vertikv.store.snapshot.SnapshotArrival;
import io.vertikv.store.snapshot.SnapshotConfig;
import io.vertikv.store.snapshot.SnapshotHost;
import io.vertikv.store.snapshot.SnapshotId;
import io.vertikv.store.snapshot.SnapshotReceiver;
import io.vertikv.store.snapshot.SnapshotSender;
import io.vertikv.store.snapshot.SnapshotStore;
import io.vertikv.store.snapshot.SnapshotTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A store with one replica, all of it on the loop of {@link Replicas}; also how a server has to wire snapshots. */
final class Replica implements Transport, SnapshotHost, SnapshotPort, Nursery {
  private static final long TICK_MILLIS = 20;
  private static final GroupLimits LIMITS = new GroupLimits(256, 1 << 20, 1 << 20, 1 << 20, 5, 0);
  private static final SnapshotConfig SNAPSHOTS = new SnapshotConfig(1000, 500, 400, 0, 0, 2, 2, 50, 10, 500, 2_000, 0);

  final long store;
  RegionExecutor region;
  RaftGroup group;
  RegionHost host;
  private GroupWire wire;
  MemoryEngine engine = new MemoryEngine();
  /** A process that is alive and does not notice the time. */
  boolean asleep;
  /** Neither log nor engine is written. */
  boolean disksPaused;
  private final Replicas all;
  private final Path folder;
  private final SimLogDevice device;
  private SnapshotSender sender;
  private SnapshotReceiver receiver;
  /** Where jobs for workers go instead; null: to workers. */
  private List<Runnable> jobs;
  private int life;
  private boolean up;

  Replica(Replicas all, long store, Path folder) throws IOException {
    this.all = all;
    this.store = store;
    this.folder = folder;
    this.device = new SimLogDevice(new SplittableRandom(store));
    start();
  }

  void start() throws IOException {
    int mine = ++life;
    up = true;
    RaftLog log = RaftLog.open(device, new RaftLogConfig(1 << 20, 1 << 20, 4 << 20, 4, 1 << 20));
    for (long id : RegionHost.found(engine).keySet()) {
      LogAdoption.adopt(log, id, RegionHost.appliedIndex(engine, id), RegionHost.appliedTerm(engine, id));
    }
    var lanes = all.loop.lanes(() -> up && life == mine, () -> disksPaused);
    LogWriter writer = LogWriter.start(lanes, log, LogWriterConfig.defaults(SyncMode.ALWAYS), all.loop::nanoTime,
        nanos -> {}, Replica::fail);
    ApplyWorker apply = new ApplyWorker(lanes, engine, Replica::fail);
    apply.start();
    SnapshotStore snapshots = new SnapshotStore(DiskSnapshots.open(folder.resolve("life" + life)));
    sender = new SnapshotSender(
        new SnapshotSender.Place(all.loop, all.loop.workers(), this, engine, snapshots), SNAPSHOTS);
    receiver = new SnapshotReceiver(
        new SnapshotReceiver.Place(all.loop, all.loop.workers(), engine, snapshots, this), SNAPSHOTS);
    host = new RegionHost(new RegionHost.Shared(engine, log, writer, apply, this::work,
        Replicas.raft(), LIMITS, RegionConfig.defaults()));
    RaftGroup.Seat seat = new RaftGroup.Seat(Replicas.REGION, store, all.region.membership(), all.addresses);
    wire = new GroupWire(all.loop, this);
    RegionHost.Hosted hosted = open(all.region, seat);
    for (Map.Entry<Long, RegionRecord> found : RegionHost.found(engine).entrySet()) {
      if (found.getKey() == Replicas.REGION) continue;
      RaftGroup.Seat ours = RegionHost.seat(engine, found.getKey(), store);
      open(new Region(ours.group(), found.getValue().range(), found.getValue().epoch(), ours.founders()), ours);
    }
    region = hosted.executor();
    group = hosted.group();
    for (RegionHost.Hosted each : host.all()) each.group().start();
    tick(mine);
  }

  private RegionHost.Hosted open(Region founded, RaftGroup.Seat seat) {
    Home home = home(founded, seat);
    return host.open(founded, home.place(), home.timings(), home.random(), this);
  }

  @Override
  public long store() { return store; }

  @Override
  public Home home(Region founded, RaftGroup.Seat seat) {
    return new Home(new RegionHost.Place(seat, all.loop, wire, this, all.clock), RegionTimings.NONE,
        new SplittableRandom(17 * store * (seat.group() - 1)));
  }

  @Override
  public void opened(RegionHost.Hosted child) { child.group().start(); }

  /** Null: not here. */
  RegionExecutor executor(long id) {
    RegionHost.Hosted hosted = up ? host.region(id) : null;
    return hosted == null ? null : hosted.executor();
  }

  private void work(Runnable job) {
    if (jobs == null) all.loop.execute(job);
    else jobs.add(job);
  }

  void holdWorkers(List<Runnable> held) { jobs = held; }

  void releaseWorkers() { jobs = null; }

  private static void fail(Throwable failure) { throw new AssertionError(failure); }

  private void tick(int inLife) {
    if (!up || life != inLife) return;
    if (!asleep) for (RegionHost.Hosted each : host.all()) each.executor().tick();
    all.loop.schedule(TICK_MILLIS, () -> tick(inLife));
  }

  /** The process is gone, its engine with what was not flushed. */
  void crash() {
    up = false;
    device.restartProcess();
    engine = engine.crash(new SplittableRandom(store));
  }

  boolean alive() { return up; }

  boolean serves() { return up && region.serving(); }

  /** Submits without waiting. */
  void submit(TestOperation... operations) {
    for (TestOperation operation : operations) region.submit(operation);
    region.flush();
  }

  /** Submits and waits for all. */
  void run(TestOperation... operations) {
    submit(operations);
    for (TestOperation operation : operations) all.loop.until(operation::isDone);
  }

  /** What the engine has survives a crash, and the log forgets it, whoever may still want it. */
  void compact() {
    engine.flush();
    group.compact(RegionHost.flushedIndex(engine, Replicas.REGION), Long.MAX_VALUE, true);
  }

  void receive(long from, GroupMessage message) {
    if (!up) return;
    RegionHost.Hosted to = host.region(message.group());
    if (to == null || to.group().peer() != message.toPeer()) return;
    to.group().step(from, message.message());
    to.group().pump();
  }

  // ---- the wire

  @Override
  public void send(long to, GroupMessage message) { all.send(store, to, message); }

  @Override
  public void flush() {}

  @Override
  public void request(long to, byte[] payload, long deadlineNanos, ReplyTarget reply) {
    if (!all.reaches(store, to)) {
      all.loop.execute(() -> reply.failed(RequestFailure.NOT_SENT));
      return;
    }
    all.loop.execute(() -> all.replica(to).receiver.asked(store, payload,
        answer -> all.loop.execute(() -> reply.answered(answer))));
  }

  // ---- snapshots

  @Override
  public void send(RaftGroup from, SnapshotNeed need, long to) {
    SnapshotTask task = new SnapshotTask(from.id(), need.term(), from.peer(), to, need.peer(), need.atLeast(),
        new RegionSnapshotSource(all.region, all.addresses));
    sender.send(task, outcome -> from.snapshotSent(need.peer(), outcome instanceof SendOutcome.Sent));
  }

  @Override
  public Optional<String> refusal(SnapshotArrival offered) { return Optional.empty(); }

  @Override
  public void arrived(SnapshotArrival arrival) {
    SnapshotMark mark = GroupSnapshots.mark(arrival.manifest().point());
    group.step(arrival.fromStore(), new InstallSnapshot(arrival.fromPeer(), arrival.raftTerm(), mark));
    group.pump();
  }

  @Override
  public void restore(RaftGroup into, SnapshotMark mark, RestoreListener done) {
    region.suspend(() -> receiver.restore(new SnapshotId(into.id(), mark.last()), outcome -> {
      switch (outcome) {
        case RestoreOutcome.Restored restored -> all.loop.workers().execute(() -> restored(into, done));
        case RestoreOutcome.Unchanged unchanged -> {
          region.resume();
          done.restored(false);
        }
        case RestoreOutcome.Halfway halfway -> throw new AssertionError(halfway);
      }
    }));
  }

  private void restored(RaftGroup into, RestoreListener done) {
    RegionMemory memory = region.reread();
    all.loop.execute(() -> {
      region.replaced(memory);
      done.restored(true);
    });
  }
}
