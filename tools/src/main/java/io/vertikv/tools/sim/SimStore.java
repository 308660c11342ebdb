package io.vertikv.tools.sim;

import io.vertikv.store.engine.Engine;
import io.vertikv.store.group.ApplyWorker;
import io.vertikv.store.group.GroupClock;
import io.vertikv.store.group.Tombstones;
import io.vertikv.store.loop.Lane;
import io.vertikv.store.loop.LaneWork;
import io.vertikv.store.raftlog.CorruptLog;
import io.vertikv.store.raftlog.LogDevice;
import io.vertikv.store.raftlog.LogWriter;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.store.raftlog.RaftLogConfig;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionOperation;
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
  private static final int TICK_MILLIS = 5;
  private static final int LOOK_MILLIS = 50;

  private final SimNode node;
  private final SimCluster cluster;
  private final SimEngine engine;
  private final SimLoop loop;
  private final List<SimLane> lanes = new ArrayList<>();
  private final SimTransport transport;
  private final RaftLog log;
  private final ApplyWorker apply;
  private final SimReplicas replicas;
  /** Null: clients of this run ask the regions of stores directly. */
  private final SimFront front;
  private boolean dead;

  SimStore(SimNode node, SimCluster cluster, RandomGenerator random) {
    this.node = node;
    this.cluster = cluster;
    engine = new SimEngine(node.engine(), random, cluster.weather().cold, cluster.mutation());
    loop = new SimLoop(cluster.time(), node.clock(), random, this::fail);
    transport = new SimTransport(node.id(), loop, cluster.network(), cluster::store, cluster.votes());
    Weather weather = cluster.weather();
    Mutation mutation = cluster.mutation();
    log = open(mutation.device(node.device()), weather.log(), mutation);
    Tombstones tombstones = SimReplicas.prepare(node, cluster, engine, log);
    LogWriter writer = LogWriter.start(this::startLane, log, weather.writer(), loop::nanoTime, nanos -> {}, this::fail);
    apply = new ApplyWorker(this::startLane, engine, this::fail);
    apply.start();
    RequestDesk requests = new RequestDesk();
    GroupClock clock = new GroupClock(loop, TICK_MILLIS);
    replicas = new SimReplicas(new SimReplicas.Ground(this, cluster, log, mutation.sink(writer, log), apply, requests,
        clock, tombstones, random));
    front = weather.front() ? front(requests) : null;
    replicas.open();
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
    StringBuilder all = new StringBuilder(isPaused() ? "stands still" : "runs");
    for (SimReplica each : replicas.all()) {
      all.append("\n  region ").append(each.region()).append(' ').append(each.executor().region().range())
          .append(each.group().wantsTicks() ? " is awake: " : " sleeps: ").append(each.group().status());
    }
    return all.toString();
  }

  long id() { return node.id(); }

  SimFront front() { return front; }

  boolean diskFull() { return node.diskFull(); }

  SimLoop loop() { return loop; }

  SimEngine engine() { return engine; }

  /** What the engine holds, for who must not warm anything by looking. */
  Engine held() {
    return node.engine();
  }

  SimTransport transport() { return transport; }

  ApplyWorker apply() { return apply; }

  RaftLog log() { return log; }

  SimReplicas replicas() { return replicas; }

  Ledger ledger() { return cluster.ledger(); }

  Mutation mutation() { return cluster.mutation(); }

  void trace(String what, long first, long second) { cluster.trace().note(node.id(), what, first, second); }

  /** Work off the loop that ends with the incarnation. */
  Executor workers() {
    return task -> cluster.time().after(node.diskNanos(), () -> {
      if (!dead) task.run();
    });
  }

  void received(long fromStore, List<GroupMessage> messages) {
    loop.execute(() -> replicas.groups().received(fromStore, messages));
  }

  void asked(long fromStore, byte[] payload, Consumer<byte[]> answer) {
    if (RequestKind.of(payload) == RequestKind.OPERATIONS) trace("is asked by another store", fromStore, 0);
    loop.execute(() -> replicas.groups().asked(fromStore, payload, answer));
  }

  /** Of a client, on the loop. @param here as this replica has it, leader or not */
  void asked(RegionOperation operation, byte[] key, boolean here) {
    SimReplica replica = replicas.at(key);
    if (replica == null) {
      operation.failed(new RegionFailure.NotLeader(0));
    } else if (here) {
      replica.executor().readHere(operation, cluster.mutation().freshness());
    } else {
      replica.executor().submit(cluster.mutation().operation(operation, replica));
      replica.executor().flush();
    }
  }

  void disconnected(long store) {
    if (!cluster.mutation().leavesSleepersAlone()) loop.execute(() -> replicas.groups().disconnected(store));
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

  void compact(boolean pressed) { replicas.compact(pressed); }

  /** Nothing of this incarnation happens any more. */
  void die() {
    dead = true;
    loop.die();
    if (front != null) front.die();
    lanes.forEach(SimLane::die);
  }

  /** A heartbeat goes there and one comes back. */
  boolean reaches(long store) {
    SimNetwork network = cluster.network();
    return store != 0 && cluster.store(store) != null && network.connected(id(), store)
        && network.connected(store, id());
  }

  private void lookLater() {
    loop.schedule(LOOK_MILLIS, () -> {
      replicas.look();
      if (front != null) front.look();
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
