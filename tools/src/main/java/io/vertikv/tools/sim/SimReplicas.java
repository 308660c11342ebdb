package io.vertikv.tools.sim;

import io.vertikv.placement.tso.TimestampSource;
import io.vertikv.raft.RaftConfig;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.group.ApplyWorker;
import io.vertikv.store.group.DepartureNotices;
import io.vertikv.store.group.GroupClock;
import io.vertikv.store.group.GroupRecord;
import io.vertikv.store.group.GroupWire;
import io.vertikv.store.group.LogAdoption;
import io.vertikv.store.group.LoopGroups;
import io.vertikv.store.group.NewPeers;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.group.Tombstones;
import io.vertikv.store.raftlog.LogSink;
import io.vertikv.store.raftlog.RaftLog;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.region.RegionRecord;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.txn.region.EmptyReplicas;
import io.vertikv.txn.region.ForgottenSplits;
import io.vertikv.txn.region.Nursery;
import io.vertikv.txn.region.RegionExecutor;
import io.vertikv.txn.region.RegionHost;
import io.vertikv.txn.region.RegionMachine;
import io.vertikv.txn.region.RegionTimings;
import io.vertikv.txn.region.ReplicaBurial;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The replicas of one incarnation of a store, which come and go as they do on the server. */
final class SimReplicas implements Nursery, ReplicaBurial.Mourners, DepartureNotices.Retirement {
  static final long FIRST_REGION = 7;

  /** What they stand on. */
  record Ground(SimStore store, SimCluster cluster, RaftLog log, LogSink sink, ApplyWorker apply, RequestDesk desk,
      GroupClock clock, Tombstones tombstones, RandomGenerator random) {}

  private final Ground ground;
  private final SimStore store;
  private final SimCluster cluster;
  private final GroupWire wire;
  private final TimestampSource timestamps;
  private final SimSnapshots snapshots;
  private final LoopGroups groups;
  private final RegionHost host;
  private final ReplicaBurial burial;
  private final DepartureNotices notices;
  private final NewPeers newPeers;
  private final SortedMap<Long, SimReplica> held = new TreeMap<>();
  /** Of which the replica is being opened. */
  private final Map<RegionExecutor, SimReplica> unopened = new IdentityHashMap<>();

  SimReplicas(Ground ground) {
    this.ground = ground;
    store = ground.store();
    cluster = ground.cluster();
    Mutation mutation = cluster.mutation();
    RaftConfig raft = mutation.raft(cluster.weather().raft());
    wire = new GroupWire(store.loop(), mutation.transport(store.transport(), store.id(), cluster));
    timestamps = cluster.oracle().seenFrom(store.loop());
    groups = new LoopGroups(ground.desk(), this::stranger);
    snapshots = new SimSnapshots(store, this);
    ground.desk().place(RequestKind.SNAPSHOT, snapshots::asked);
    host = new RegionHost(new RegionHost.Shared(store.engine(), ground.log(), ground.sink(), ground.apply(),
        store.workers(), raft, cluster.weather().limits(), cluster.weather().region(), this::machine));
    burial = new ReplicaBurial(host, ground.tombstones(), this, store.loop());
    notices = new DepartureNotices(store.loop(), store.transport(), groups, this);
    groups.tellDeparted(notices);
    ground.desk().place(RequestKind.DEPARTURE, notices);
    newPeers = new NewPeers(new NewPeers.Place(store.loop(), store.transport(), groups), host::known,
        new EmptyReplicas(host, this, ground.tombstones(), store.loop()));
    ground.desk().place(RequestKind.CREATE_PEER, newPeers);
  }

  /** What comes before anything is opened, on a log that nobody writes to yet. */
  static Tombstones prepare(SimNode node, SimCluster cluster, SimEngine engine, RaftLog log) {
    Tombstones tombstones = Tombstones.read(engine);
    ReplicaBurial.resume(engine, log, tombstones, node.id());
    if (!cluster.mutation().forgetsSplits()) ForgottenSplits.remember(engine, log);
    boolean founds = cluster.homes().containsKey(node.id()) && !tombstones.of(FIRST_REGION)
        && GroupRecord.membership(node.engine(), FIRST_REGION).isEmpty();
    if (founds) {
      EngineBatch batch = new EngineBatch();
      PeerAddresses homes = PeerAddresses.of(cluster.homes());
      GroupRecord.put(FIRST_REGION, new MembershipPayload(cluster.founders(), homes.attachment()), batch);
      new RegionRecord(KeyRange.ALL, RegionEpoch.FIRST).put(FIRST_REGION, batch);
      engine.write(batch);
      engine.flush();
    }
    for (long region : RegionHost.found(engine).keySet()) {
      LogAdoption.adopt(log, region, RegionHost.appliedIndex(engine, region), RegionHost.appliedTerm(engine, region));
    }
    return tombstones;
  }

  void open() {
    for (RegionHost.Hosted hosted : host.openFound(this)) store.loop().execute(() -> opened(hosted));
  }

  private RegionMachine machine(RegionExecutor executor) {
    SimReplica replica = new SimReplica(store, executor);
    unopened.put(executor, replica);
    return replica;
  }

  // ---- looking

  /** Null: not here, or about to go. */
  SimReplica find(long region) {
    return held.get(region);
  }

  /** Null: none has it. */
  SimReplica at(byte[] key) {
    RegionHost.Hosted hosted = host.regionOf(key);
    return hosted == null ? null : held.get(hosted.id());
  }

  Collection<SimReplica> all() { return held.values(); }

  LoopGroups groups() { return groups; }

  /** Nothing is being destroyed any more. */
  boolean isSettled() {
    return burial.isIdle() && host.all().size() == held.size();
  }

  /** Now and then, as a store does once a second. */
  void look() {
    held.values().forEach(SimReplica::look);
    if (!cluster.mutation().leavesSleepersAlone()) groups.wakeUnlessReached(store::reaches);
    if (!cluster.mutation().tellsNobodyThatHeLeft()) notices.tick();
    if (!cluster.mutation().makesNoPeers()) newPeers.tick(store::reaches);
  }

  /** A message for a group that is not here: who believes in a peer that was removed is told. */
  private RaftGroup stranger(long fromStore, GroupMessage message) {
    if (ground.tombstones().has(message.group(), message.toPeer()))
      notices.addressed(fromStore, message.group(), message.toPeer());
    return null;
  }

  // ---- coming

  @Override
  public long store() { return store.id(); }

  @Override
  public Home home(Region region, RaftGroup.Seat seat) {
    RaftGroup.Seat taken = cluster.mutation().forgetsMembership()
        ? new RaftGroup.Seat(seat.group(), store.id(), cluster.founders(), PeerAddresses.of(cluster.homes()))
        : seat;
    return new Home(new RegionHost.Place(taken, store.loop(), wire, snapshots, timestamps), RegionTimings.NONE,
        ground.random());
  }

  @Override
  public void opened(RegionHost.Hosted hosted) {
    SimReplica replica = unopened.remove(hosted.executor());
    replica.opened(hosted);
    held.put(hosted.id(), replica);
    if (store.front() != null) store.front().add(replica);
    hosted.group().onStir(() -> ground.clock().wake(hosted.executor()));
    groups.add(hosted.group());
    if (ground.tombstones().has(hosted.id(), hosted.group().peer())) {
      burial.bury(hosted, () -> {});
      return;
    }
    hosted.group().stir();
    hosted.group().start();
  }

  // ---- going

  @Override
  public void silenced(RaftGroup group) {
    groups.remove(group.id());
    held.remove(group.id());
    if (store.front() != null) store.front().remove(group.id());
  }

  @Override
  public void still(RaftGroup group) { snapshots.forget(group.id()); }

  @Override
  public void gone(RegionHost.Hosted replica) { store.trace("has destroyed its replica of", replica.id(), 0); }

  @Override
  public void retire(RaftGroup group, Runnable buried) { burial.bury(host.region(group.id()), buried); }

  @Override
  public void exclude(long group, long peer, Runnable noted) { burial.exclude(group, peer, noted); }

  // ---- as the log keeper does, a step at a time

  void compact(boolean pressed) {
    for (SimReplica each : held.values()) {
      long flushed = cluster.mutation().cutsBeforeFlush()
          ? RegionHost.appliedIndex(store.engine(), each.region())
          : RegionHost.flushedIndex(store.engine(), each.region());
      store.loop().execute(() -> each.group().compact(flushed, Long.MAX_VALUE, pressed));
    }
  }
}
