package io.vertikv.txn.region;

import io.vertikv.raft.RaftConfig;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.memory.MemoryEngine;
import io.vertikv.store.group.ApplyWorker;
import io.vertikv.store.group.DepartureNotices;
import io.vertikv.store.group.GroupLimits;
import io.vertikv.store.group.GroupRecord;
import io.vertikv.store.group.GroupSnapshots;
import io.vertikv.store.group.GroupWire;
import io.vertikv.store.group.LogAdoption;
import io.vertikv.store.group.LoopGroups;
import io.vertikv.store.group.NewPeers;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.group.Tombstones;
import io.vertikv.store.loop.Lane;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.raftlog.LogWriter;
import io.vertikv.store.raftlog.LogWriterConfig;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.store.raftlog.RaftLogConfig;
import io.vertikv.store.raftlog.SyncMode;
import io.vertikv.store.raftlog.sim.SimLogDevice;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionRecord;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.store.rpc.Transport;
import io.vertikv.store.snapshot.DiskSnapshots;
import io.vertikv.store.snapshot.SnapshotConfig;
import io.vertikv.store.snapshot.SnapshotRecovery;
import io.vertikv.store.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A store whose replicas come and go, put together as the server does it. It can die at any moment and start again. */
final class PeerStore {
  private static final long TICK_MILLIS = 20;
  private static final long SECOND_MILLIS = 1000;
  private static final GroupLimits LIMITS = new GroupLimits(256, 1 << 20, 1 << 20, 1 << 20, 5, 0);
  private static final SnapshotConfig SNAPSHOTS = new SnapshotConfig(1000, 500, 400, 0, 0, 2, 2, 50, 10, 500, 2_000, 0);

  final long id;
  private final PeerStores all;
  private final Path folder;
  private final SimLogDevice device;
  MemoryEngine engine = new MemoryEngine();
  /** Null: dead. */
  private Life life;

  PeerStore(PeerStores all, long id, Path folder) {
    this.all = all;
    this.id = id;
    this.folder = folder;
    this.device = new SimLogDevice(new SplittableRandom(id));
  }

  void start() throws IOException {
    life = new Life();
    life.begin();
  }

  /** With what the engine had not flushed. */
  void crash() {
    life.dead = true;
    life = null;
    device.restartProcess();
    engine = engine.crash(new SplittableRandom(id));
  }

  boolean alive() { return life != null; }

  /** Whether its log gets no further segment. */
  void logFull(boolean full) {
    device.full(full);
  }

  /** Null: not here. */
  RegionHost.Hosted replica(long region) {
    return life == null ? null : life.host.region(region);
  }

  EmptyReplicas housing() { return life.housing; }

  ReplicaBurial burial() { return life.burial; }

  Tombstones tombstones() { return life.tombstones; }

  /** What the engine has survives a crash, and the log forgets it, whoever may still want it. */
  void compact(long region) {
    engine.flush();
    replica(region).group().compact(RegionHost.flushedIndex(engine, region), Long.MAX_VALUE, true);
  }

  /** Every key of a family, as text. */
  List<String> keys(Family family) {
    List<String> found = new ArrayList<>();
    try (EngineCursor cursor = engine.cursor(family, KeyRange.ALL, ReadTier.DISK)) {
      while (cursor.next()) found.add(TestOperation.text(cursor.key()));
    }
    return found;
  }

  void received(long from, GroupMessage message) {
    if (life != null) life.groups.received(from, List.of(message));
  }

  void asked(long from, byte[] payload, Consumer<byte[]> answer) {
    if (life != null) life.groups.asked(from, payload, answer);
  }

  /** From a start to a crash. */
  private final class Life implements Nursery, ReplicaBurial.Mourners, DepartureNotices.Retirement, Transport, Loop {
    final Tombstones tombstones;
    final RegionHost host;
    final LoopGroups groups;
    final GroupSnapshots snapshots;
    final EmptyReplicas housing;
    final ReplicaBurial burial;
    private final DepartureNotices notices;
    private final NewPeers newPeers;
    private final GroupWire wire = new GroupWire(this, this);
    boolean dead;

    Life() throws IOException {
      RaftLog log = RaftLog.open(device, new RaftLogConfig(1 << 20, 1 << 20, 4 << 20, 4, 1 << 20));
      SnapshotStore files = new SnapshotStore(DiskSnapshots.open(folder));
      if (!SnapshotRecovery.run(engine, files).broken().isEmpty()) throw new AssertionError("a broken snapshot");
      tombstones = Tombstones.read(engine);
      ReplicaBurial.resume(engine, log, tombstones, id);
      ForgottenSplits.remember(engine, log);
      found();
      for (long region : RegionHost.found(engine).keySet()) {
        LogAdoption.adopt(log, region, RegionHost.appliedIndex(engine, region), RegionHost.appliedTerm(engine, region));
      }
      Lane.Factory lanes = all.loop.lanes(() -> !dead, () -> false);
      LogWriter writer = LogWriter.start(lanes, log, LogWriterConfig.defaults(SyncMode.ALWAYS), all.loop::nanoTime,
          nanos -> {}, Life::fail);
      ApplyWorker apply = new ApplyWorker(lanes, engine, Life::fail);
      apply.start();
      RequestDesk desk = new RequestDesk();
      groups = new LoopGroups(desk, (from, message) -> {
        if (tombstones.has(message.group(), message.toPeer()))
          notices().addressed(from, message.group(), message.toPeer());
        return null;
      });
      snapshots = new GroupSnapshots(new GroupSnapshots.Place(this, workers(), this, engine, files), SNAPSHOTS, groups,
          Life::fail);
      desk.place(RequestKind.SNAPSHOT, snapshots);
      host = new RegionHost(new RegionHost.Shared(engine, log, writer, apply, workers(), RaftConfig.defaults(), LIMITS,
          RegionConfig.defaults()));
      burial = new ReplicaBurial(host, tombstones, this, this);
      housing = new EmptyReplicas(host, this, tombstones, this);
      snapshots.confine(region -> host.region(region) == null ? null : host.region(region).region().range());
      notices = new DepartureNotices(this, this, groups, this);
      groups.tellDeparted(notices);
      desk.place(RequestKind.DEPARTURE, notices);
      newPeers = new NewPeers(new NewPeers.Place(this, this, groups), host::known, housing);
      desk.place(RequestKind.CREATE_PEER, newPeers);
    }

    private DepartureNotices notices() { return notices; }

    private void found() {
      boolean founds = id < PeerStores.COUNT && !tombstones.of(PeerStores.REGION)
          && GroupRecord.membership(engine, PeerStores.REGION).isEmpty();
      if (!founds) return;
      EngineBatch batch = new EngineBatch();
      GroupRecord.put(PeerStores.REGION,
          new MembershipPayload(all.founded.membership(), all.founders.attachment()), batch);
      new RegionRecord(all.founded.range(), all.founded.epoch()).put(PeerStores.REGION, batch);
      engine.write(batch);
      engine.flush();
    }

    void begin() {
      host.openFound(this).forEach(this::opened);
      schedule(TICK_MILLIS, this::tick);
      schedule(SECOND_MILLIS, this::everySecond);
    }

    private void tick() {
      for (RegionHost.Hosted each : List.copyOf(host.all())) each.executor().tick();
      schedule(TICK_MILLIS, this::tick);
    }

    private void everySecond() {
      snapshots.tick();
      notices.tick();
      newPeers.tick(store -> all.reaches(id, store));
      schedule(SECOND_MILLIS, this::everySecond);
    }

    private static void fail(Throwable failure) { throw new AssertionError(failure); }

    private Executor workers() { return this::execute; }

    // ---- replicas

    @Override
    public long store() { return id; }

    @Override
    public Home home(Region region, RaftGroup.Seat seat) {
      RegionSnapshotSource source = new RegionSnapshotSource(region, seat.addresses());
      return new Home(new RegionHost.Place(seat, this, wire,
          snapshots.port(source, new ReplicaStay(engine, host, region.id())), all.clock), RegionTimings.NONE,
          new SplittableRandom(31 * id + seat.group()));
    }

    @Override
    public void opened(RegionHost.Hosted child) {
      groups.add(child.group());
      if (tombstones.has(child.id(), child.group().peer())) burial.bury(child, () -> {});
      else child.group().start();
    }

    @Override
    public void silenced(RaftGroup group) { groups.remove(group.id()); }

    @Override
    public void still(RaftGroup group) { snapshots.forget(group.id()); }

    @Override
    public void gone(RegionHost.Hosted replica) {}

    @Override
    public void retire(RaftGroup group, Runnable buried) { burial.bury(host.region(group.id()), buried); }

    @Override
    public void exclude(long group, long peer, Runnable noted) { burial.exclude(group, peer, noted); }

    // ---- the wire

    @Override
    public void send(long to, GroupMessage message) {
      if (!dead) all.send(id, to, message);
    }

    @Override
    public void request(long to, byte[] payload, long deadlineNanos, ReplyTarget reply) {
      all.request(id, to, payload, deadlineNanos, new ReplyTarget() {
        @Override
        public void answered(byte[] answer) {
          if (!dead) reply.answered(answer);
        }

        @Override
        public void failed(RequestFailure failure) {
          if (!dead) reply.failed(failure);
        }
      });
    }

    @Override
    public void flush() {}

    // ---- the loop, as long as it lives

    private Runnable mortal(Runnable task) {
      return () -> {
        if (!dead) task.run();
      };
    }

    @Override
    public void execute(Runnable task) { all.loop.execute(mortal(task)); }

    @Override
    public Cancellable schedule(long delayMillis, Runnable task) {
      return all.loop.schedule(delayMillis, mortal(task));
    }

    @Override
    public long nanoTime() { return all.loop.nanoTime(); }

    @Override
    public long wallMillis() { return all.loop.wallMillis(); }

    @Override
    public boolean inLoop() { return true; }
  }
}
