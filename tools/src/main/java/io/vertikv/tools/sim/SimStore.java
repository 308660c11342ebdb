package io.vertikv.tools.sim;

import io.vertikv.raft.membership.Membership;
import io.vertikv.store.group.ApplyWorker;
import io.vertikv.store.group.GroupClock;
import io.vertikv.store.group.GroupHost;
import io.vertikv.store.group.GroupWire;
import io.vertikv.store.group.LogAdoption;
import io.vertikv.store.group.LoopGroups;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Lane;
import io.vertikv.store.loop.LaneWork;
import io.vertikv.store.raftlog.CorruptLog;
import io.vertikv.store.raftlog.GroupLog;
import io.vertikv.store.raftlog.LogDevice;
import io.vertikv.store.raftlog.LogSink;
import io.vertikv.store.raftlog.LogWriter;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.store.raftlog.RaftLogConfig;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.txn.region.RegionExecutor;
import io.vertikv.txn.region.RegionHost;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.region.RegionTimings;
import io.vertikv.raft.log.LogEntry;
import io.vertikv.store.rpc.RequestKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One incarnation of a store, from its start to its death: the production classes, put together over simulated ports. The
 * constructor throws {@link SimRefusal} when the disk does not let it start.
 */
final class SimStore {
  static final long GROUP = 7;
  private static final int TICK_MILLIS = 5;
  private static final int LOOK_MILLIS = 50;

  private final SimNode node;
  private final SimCluster cluster;
  private final SimEngine engine;
  private final RandomGenerator random;
  private final SimLoop loop;
  private final List<SimLane> lanes = new ArrayList<>();
  private final SimTransport transport;
  private final RaftLog log;
  private final ApplyWorker apply;
  private final RegionExecutor executor;
  private final SimRegion region;
  /** Null: clients of this run ask the regions of stores directly. */
  private final SimFront front;
  private final SimSnapshots snapshots = new SimSnapshots(this);
  private final LoopGroups groups;
  private final RaftGroup group;
  private final GroupClock clock;
  private boolean leaseSeen;
  private boolean dead;

  SimStore(SimNode node, SimCluster cluster, RandomGenerator random) {
    this.node = node;
    this.cluster = cluster;
    this.random = random;
    engine = new SimEngine(node.engine(), random, cluster.weather().cold, cluster.mutation());
    loop = new SimLoop(cluster.time(), node.clock(), random, this::fail);
    transport = new SimTransport(node.id(), loop, cluster.network(), cluster::store, cluster.votes());
    Weather weather = cluster.weather();
    Mutation mutation = cluster.mutation();
    log = open(mutation.device(node.device()), weather.log(), mutation);
    LogAdoption.adopt(log, GROUP, RegionHost.appliedIndex(engine, GROUP), RegionHost.appliedTerm(engine, GROUP));
    LogWriter writer = LogWriter.start(this::startLane, log, weather.writer(), loop::nanoTime, nanos -> {}, this::fail);
    LogSink sink = mutation.sink(writer, log.group(GROUP));
    apply = new ApplyWorker(this::startLane, engine, this::fail);
    apply.start();
    executor = new RegionExecutor(new RegionExecutor.Parts(GROUP, loop, engine, cluster.oracle().seenFrom(loop),
        workers(), RegionTimings.NONE, random), weather.region(), this::submit);
    region = new SimRegion(this, executor);
    RequestDesk requests = new RequestDesk();
    requests.place(RequestKind.SNAPSHOT, this::snapshotOffered);
    groups = new LoopGroups(requests, (from, message) -> null);
    Executor workers = workers();
    GroupWire wire = new GroupWire(loop, mutation.transport(transport, node.id(), cluster));
    group = new RaftGroup(
        new GroupHost(loop, sink, apply, mutation.engine(engine), wire, workers, mutation.raft(weather.raft()),
            weather.limits()),
        new RaftGroup.Seat(GROUP, node.id(), cluster.founders(), PeerAddresses.of(cluster.homes())),
        new RaftGroup.Machine(region, region, snapshots, executor.appliedIndex()), log.group(GROUP), random);
    region.bind(group);
    front = weather.front() ? front(requests) : null;
    groups.add(group);
    clock = new GroupClock(loop, TICK_MILLIS);
    group.onStir(() -> clock.wake(executor));
    loop.execute(() -> {
      group.stir();
      group.start();
    });
    lookLater();
  }

  /** As the server does it: damage in any place keeps the store down. */
  private static RaftLog open(LogDevice device, RaftLogConfig config, Mutation mutation) {
    try {
      RaftLog opened = RaftLog.open(device, config);
      if (!opened.recovery().damage().isEmpty() && !mutation.ignoresDamage()) throw SimRefusal.damaged();
      return opened;
    } catch (CorruptLog damage) {
      throw SimRefusal.damaged();
    } catch (LogDevice.NoSpace full) {
      throw SimRefusal.full();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private SimFront front(RequestDesk requests) {
    SimLoop own = new SimLoop(cluster.time(), node.clock(), node.frontRandom(), this::fail);
    SimTransport way = new SimTransport(node.id(), own, cluster.network(), cluster::store, cluster.votes());
    return new SimFront(this, cluster, own, way, requests, node.frontRandom());
  }

  String describe() {
    return (isPaused() ? "stands still, " : "") + (group.wantsTicks() ? "is awake: " : "sleeps: ") + group.status();
  }

  long id() { return node.id(); }

  SimFront front() { return front; }

  boolean diskFull() { return node.diskFull(); }

  SimLoop loop() { return loop; }

  SimEngine engine() { return engine; }

  SimTransport transport() { return transport; }

  ApplyWorker apply() { return apply; }

  RaftGroup group() { return group; }

  /** For {@link HastyOperation}: whether this store held a lease a while ago. */
  boolean leaseSeen() {
    return leaseSeen;
  }

  GroupLog log() { return log.group(GROUP); }

  RegionExecutor executor() { return executor; }

  SimRegion region() { return region; }

  Ledger ledger() { return cluster.ledger(); }

  Mutation mutation() { return cluster.mutation(); }

  Membership founders() { return cluster.founders(); }

  void trace(String what, long first, long second) { cluster.trace().note(node.id(), what, first, second); }

  /** Work off the loop that ends with the incarnation. */
  Executor workers() {
    return task -> cluster.time().after(node.diskNanos(), () -> {
      if (!dead) task.run();
    });
  }

  void received(long fromStore, List<GroupMessage> messages) {
    loop.execute(() -> groups.received(fromStore, messages));
  }

  void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) {
    if (RequestKind.of(payload) == RequestKind.OPERATIONS) trace("is asked by another store", fromStore, 0);
    loop.execute(() -> groups.asked(fromStore, payload, answer));
  }

  /** Of a client, on the loop. @param here as this replica has it, leader or not */
  void asked(RegionOperation operation, boolean here) {
    if (here) {
      executor.readHere(operation, cluster.mutation().freshness());
      return;
    }
    executor.submit(cluster.mutation().operation(operation, this));
    executor.flush();
  }

  private void submit(RegionExecutor target, List<LogEntry> entries) { apply.submit(region, loop, entries); }

  void disconnected(long store) {
    if (!cluster.mutation().leavesSleepersAlone()) loop.execute(() -> groups.disconnected(store));
    if (front != null) front.disconnected(store);
  }

  /** Nothing of it runs for a while: a collector, SIGSTOP. */
  void pause(long nanos) {
    loop.pause(nanos);
    if (front != null) front.loop().pause(nanos);
  }

  boolean isPaused() { return loop.isPaused(); }

  /** As the log keeper does, a step at a time. */
  void flush() { engine.flush(); }

  void compact(boolean pressed) {
    long flushed = cluster.mutation().cutsBeforeFlush()
        ? RegionHost.appliedIndex(engine, GROUP)
        : RegionHost.flushedIndex(engine, GROUP);
    loop.execute(() -> group.compact(flushed, Long.MAX_VALUE, pressed));
  }

  /** Nothing of this incarnation happens any more. */
  void die() {
    dead = true;
    loop.die();
    if (front != null) front.die();
    lanes.forEach(SimLane::die);
  }

  private void snapshotOffered(long fromStore, byte[] payload, Consumer<byte[]> answer) {
    snapshots.asked(payload, group, fromStore, answer);
  }

  /** A heartbeat goes there and one comes back. */
  private boolean reaches(long store) {
    SimNetwork network = cluster.network();
    return cluster.store(store) != null && network.connected(id(), store) && network.connected(store, id());
  }

  /** Now and then, as a store does once a second. */
  private void lookLater() {
    loop.schedule(LOOK_MILLIS, () -> {
      leaseSeen = group.leads() && group.leaseValid();
      if (!cluster.mutation().leavesSleepersAlone()) groups.wakeUnlessReached(this::reaches);
      lookLater();
    });
  }

  private Lane startLane(String name, LaneWork work, Consumer<Throwable> failed) {
    SimLane lane = new SimLane(cluster.time(), work, node::diskNanos, failed);
    lanes.add(lane);
    return lane;
  }

  private void fail(Throwable failure) {
    if (!dead) cluster.failed(node, failure);
  }
}
