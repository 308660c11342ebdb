package io.vertikv.tools.server;

import io.vertikv.placement.ids.IdClient;
import io.vertikv.placement.ids.IdServer;
import io.vertikv.placement.tso.OracleFollowsRegion;
import io.vertikv.placement.tso.OracleGroup;
import io.vertikv.placement.tso.OracleSnapshotSource;
import io.vertikv.placement.tso.OracleState;
import io.vertikv.placement.tso.TimestampClient;
import io.vertikv.placement.tso.TimestampServer;
import io.vertikv.raft.RaftConfig;
import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.membership.MembershipPayload;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.group.DepartureNotices;
import io.vertikv.store.group.GroupClock;
import io.vertikv.store.group.GroupHost;
import io.vertikv.store.group.GroupLimits;
import io.vertikv.store.group.GroupMembers;
import io.vertikv.store.group.GroupRecord;
import io.vertikv.store.group.GroupSnapshots;
import io.vertikv.store.group.GroupWire;
import io.vertikv.store.group.LogKeeper;
import io.vertikv.store.group.LoopGroups;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.group.NewPeers;
import io.vertikv.store.group.Tombstone;
import io.vertikv.store.group.Tombstones;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.raftlog.LogOperation;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.store.rpc.Transport;
import io.vertikv.store.snapshot.RegionErasure;
import io.vertikv.store.snapshot.SnapshotConfig;
import io.vertikv.store.region.RegionRecord;
import io.vertikv.txn.region.ForgottenSplits;
import io.vertikv.txn.region.RegionConfig;
import io.vertikv.txn.region.RegionExecutor;
import io.vertikv.txn.region.RegionHost;
import io.vertikv.txn.region.RegionTimings;
import io.vertikv.txn.region.ReplicaBurial;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This store's replicas: of the oracle's group and of regions, all on one loop. The founders of the cluster hold the oracle's
 * group and the first region from the start, as peers numbered by their stores, so that all agree without a word. A store that
 * came later has a replica of the oracle's group that knows of nothing until the leader makes it a learner, and those of regions
 * that leaders give it.
 */
final class StoreGroups {
  private static final int TICK_MILLIS = 20;
  static final long ORACLE_GROUP = 1;
  static final long FIRST_REGION = 2;
  private static final Logger LOG = LoggerFactory.getLogger(StoreGroups.class);
  private static final long[] GROUPS = {ORACLE_GROUP, FIRST_REGION};

  private final StoreDisk disk;
  private final ClusterSeat seat;
  private final Loop loop;
  private final RequestDesk desk = new RequestDesk();
  private final LoopGroups groups;
  private final GroupSnapshots snapshots;
  private final OracleGroup oracle;
  private final RaftGroup oracleGroup;
  private final IdClient ids;
  private final RegionHost host;
  private final StoreRegions regions;
  private final StoreReplicas replicas;
  private final GroupClock clock;
  private final DepartureNotices notices;
  private final NewPeers newPeers;
  private final NewPeerIds peerIds;
  private final Tombstones tombstones;
  private long followedNanos;

  /** What the groups stand on. */
  record Ground(StoreDisk disk, ClusterSeat seat, Loop loop, Transport transport, RandomGenerator random,
      StoreReplicas replicas) {}

  /** Blocks. */
  StoreGroups(Ground ground, NodeContext context, RegionConfig regionConfig, RegionTimings timings) {
    disk = ground.disk();
    seat = ground.seat();
    loop = ground.loop();
    replicas = ground.replicas();
    tombstones = Tombstones.read(disk.engine());
    describe();
    ReplicaBurial.resume(disk.engine(), disk.log(), tombstones, seat.store());
    ForgottenSplits.remember(disk.engine(), disk.log());
    if (tombstones.of(ORACLE_GROUP)) RegionErasure.run(disk.engine(), oracleSource().describe(disk.engine()).owned());
    found();
    OracleState found = OracleState.read(disk.engine(), ReadTier.DISK);
    disk.adopt(ORACLE_GROUP, found.index(), found.term());
    StoreRegions.adopt(disk, FIRST_REGION);
    disk.startWriting();
    groups = new LoopGroups(desk, this::stranger);
    snapshots = new GroupSnapshots(new GroupSnapshots.Place(loop, disk.workers(), ground.transport(), disk.engine(),
        disk.snapshots()), SnapshotConfig.defaults(), groups, context.fatal()::accept);
    desk.place(RequestKind.SNAPSHOT, snapshots);
    GroupWire wire = new GroupWire(loop, ground.transport());
    GroupHost groupHost = new GroupHost(loop, disk.writer(), disk.apply(), disk.engine(), wire, disk.workers(),
        RaftConfig.defaults(), GroupLimits.defaults());
    oracle = new OracleGroup(loop, found, (target, entries) -> disk.apply().submit(target, loop, entries));
    oracleGroup = new RaftGroup(groupHost, seatIn(ORACLE_GROUP),
        new RaftGroup.Machine(oracle, oracle, snapshots.port(oracleSource(), oracleReplica()), found.index()),
        disk.log().group(ORACLE_GROUP), ground.random());
    oracle.bind(oracleGroup);
    TimestampClient timestamps = new TimestampClient(loop, ground.transport(), oracle,
        List.copyOf(seat.founders()));
    desk.place(RequestKind.TIMESTAMPS, new TimestampServer(oracle));
    ids = new IdClient(loop, ground.transport(), oracle.ids());
    desk.place(RequestKind.IDS, new IdServer(oracle.ids(), ground.transport()));
    peerIds = new NewPeerIds(loop, ids, ground.random());
    host = new RegionHost(new RegionHost.Shared(disk.engine(), disk.log(), disk.writer(), disk.apply(),
        disk.workers(), RaftConfig.defaults(), GroupLimits.defaults(), regionConfig));
    clock = new GroupClock(loop, TICK_MILLIS);
    regions = new StoreRegions(new StoreRegions.Ground(disk, seat.store(), loop, wire, snapshots, timestamps, timings,
        ground.random()), host, groups, clock, replicas, tombstones);
    notices = new DepartureNotices(loop, ground.transport(), groups, new Removal());
    groups.tellDeparted(notices);
    desk.place(RequestKind.DEPARTURE, notices);
    newPeers = new NewPeers(new NewPeers.Place(loop, ground.transport(), groups), host::known,
        regions.housing());
    desk.place(RequestKind.CREATE_PEER, newPeers);
    openOracle();
    regions.open();
  }

  private void openOracle() {
    if (tombstones.of(ORACLE_GROUP)) {
      oracleGroup.retire(() -> {});
      return;
    }
    GroupClock.Ticked ticked = new OracleTicked();
    oracleGroup.onStir(() -> clock.wake(ticked));
    groups.add(oracleGroup);
    disk.keep(new LogKeeper.Replica(oracleGroup, loop, engine -> OracleState.read(engine, ReadTier.FLUSHED).index(),
        () -> snapshots.cutLimit(ORACLE_GROUP)));
  }

  /** Data of a build that did not write down what its one region is. */
  private void describe() {
    boolean old = RegionHost.appliedIndex(disk.engine(), FIRST_REGION) > 0
        && RegionRecord.read(disk.engine(), FIRST_REGION).isEmpty();
    if (!old) return;
    EngineBatch batch = new EngineBatch();
    new RegionRecord(KeyRange.ALL, RegionEpoch.FIRST).put(FIRST_REGION, batch);
    disk.engine().write(batch);
  }

  /** While timestamps are wanted, it is also worth looking who should give them. */
  private final class OracleTicked implements GroupClock.Ticked {
    @Override
    public void tick() {
      followRegion();
      oracle.tick();
    }

    @Override
    public boolean wantsTicks() { return oracle.wantsTicks(); }
  }

  // ---- who takes part

  /** The founders hold every group at first. Written once, so that a snapshot always tells who takes part. */
  private void found() {
    if (!seat.isFounder()) return;
    EngineBatch batch = new EngineBatch();
    for (long group : GROUPS) {
      if (tombstones.of(group) || GroupRecord.membership(disk.engine(), group).isPresent()) continue;
      RaftGroup.Seat founded = seatIn(group);
      GroupRecord.put(group, new MembershipPayload(founded.founders(), founded.addresses().attachment()), batch);
    }
    boolean first = !tombstones.of(FIRST_REGION) && RegionRecord.read(disk.engine(), FIRST_REGION).isEmpty();
    if (first) new RegionRecord(KeyRange.ALL, RegionEpoch.FIRST).put(FIRST_REGION, batch);
    if (batch.isEmpty()) return;
    disk.engine().write(batch);
    disk.engine().flush();
  }

  private RaftGroup.Seat seatIn(long group) {
    SortedMap<Long, Long> homes = new TreeMap<>();
    for (long store : seat.founders()) homes.put(peerOn(group, store), store);
    long[] peers = homes.keySet().stream().mapToLong(Long::longValue).toArray();
    return new RaftGroup.Seat(group, peerOn(group, seat.store()),
        seat.isFounder() && !tombstones.of(group) ? Membership.of(PeerSet.of(peers)) : Membership.UNINITIALISED,
        PeerAddresses.of(homes));
  }

  /** Store 1 has peers 1 and 2, store 2 peers 3 and 4, and so on: as unique as stores, and no peer ever moves. */
  static long peerOn(long group, long store) {
    return 2 * (store - 1) + group;
  }

  /** Of the oracle's group: it gives out the ids of all others, so its own are agreed on. */
  GroupMembers oracleMembers() {
    return new GroupMembers(oracleGroup, new GroupMembers.OnePeerEach(store -> peerOn(ORACLE_GROUP, store)),
        oracleGroup::transferLeader);
  }

  GroupMembers members(RegionHost.Hosted region) {
    return new GroupMembers(region.group(), peerIds, region.executor()::transferLeader);
  }

  // ---- who was removed

  private final class Removal implements DepartureNotices.Retirement {
    @Override
    public void retire(RaftGroup group, Runnable buried) {
      if (group == oracleGroup) retireOracle(buried);
      else regions.burial().bury(host.region(group.id()), buried);
    }

    @Override
    public void exclude(long group, long peer, Runnable noted) {
      regions.burial().exclude(group, peer, noted);
    }
  }

  /** The order matters: tombstone, silence, and only then is the copy destroyed. */
  private void retireOracle(Runnable buried) {
    if (oracleGroup.isRetired()) return;
    LOG.warn("this store was removed from the placement group: its copy is being deleted");
    tombstones.put(new Tombstone(ORACLE_GROUP, oracleGroup.peer()), disk.workers(), loop, () -> {
      buried.run();
      groups.remove(ORACLE_GROUP);
      oracleGroup.retire(() -> disk.workers().execute(this::destroyOracle));
    });
  }

  /** Blocks. After the engine the log: what a crash leaves of either, the next start finds by the tombstone. */
  private void destroyOracle() {
    RegionErasure.run(disk.engine(), oracleSource().describe(disk.engine()).owned());
    disk.writer().append(new LogOperation.Remove(ORACLE_GROUP), loop, removed -> disk.forget(oracleGroup));
  }

  /** A message for a group that is not here: who believes in a peer that was removed is told. */
  private RaftGroup stranger(long fromStore, GroupMessage message) {
    if (tombstones.has(message.group(), message.toPeer()))
      notices.addressed(fromStore, message.group(), message.toPeer());
    return null;
  }

  /** True when this store was removed and holds nothing any more, so that there is nothing left for it to do. */
  boolean isRemoved() {
    boolean placing = !oracleGroup.isRetired() && oracleGroup.membership().isInitialised();
    return !tombstones.isEmpty() && !placing && host.all().isEmpty();
  }

  // ---- snapshots

  private OracleSnapshotSource oracleSource() {
    RaftGroup.Seat ours = seatIn(ORACLE_GROUP);
    return new OracleSnapshotSource(ORACLE_GROUP, ours.founders(), ours.addresses());
  }

  private GroupSnapshots.Replica oracleReplica() {
    return new GroupSnapshots.Replica() {
      @Override
      public void suspend(Runnable quiet) { loop.execute(quiet); }

      @Override
      public Runnable reread() {
        oracle.reload(disk.engine());
        return () -> {};
      }

      @Override
      public void resume() {}
    };
  }

  // ---- running; on the loop

  void start() {
    for (RaftGroup group : groups.all()) {
      group.stir();
      group.start();
    }
  }

  /** @param reached whether messages to a store have a way */
  void everySecond(LongPredicate reached) {
    groups.wakeUnlessReached(reached);
    followRegion();
    snapshots.tick();
    notices.tick();
    newPeers.tick(reached);
  }

  /** Batches then get their timestamps by a plain call; with several regions there is no place where all do. */
  private void followRegion() {
    RegionHost.Hosted region = host.all().size() == 1 ? host.region(FIRST_REGION) : null;
    if (!oracleGroup.leads() || region == null || region.group().leads()) return;
    long nowNanos = loop.nanoTime();
    long sinceNanos = followedNanos == 0 ? Long.MAX_VALUE : nowNanos - followedNanos;
    long peer = OracleFollowsRegion.target(new OracleFollowsRegion.Situation(seat.store(), region.group().leaderStore(),
        oracleGroup.status(), oracleGroup.addresses(), sinceNanos));
    if (peer == 0) return;
    followedNanos = nowNanos;
    oracleGroup.transferLeader(peer);
  }

  void stop() {
    clock.stop();
    snapshots.stop();
  }

  // ---- parts

  RequestDesk desk() { return desk; }

  LoopGroups groups() { return groups; }

  GroupSnapshots snapshots() { return snapshots; }

  IdClient ids() { return ids; }

  OracleGroup oracle() { return oracle; }

  RaftGroup oracleGroup() { return oracleGroup; }

  RegionHost host() { return host; }

  /** Of a store that is alone. */
  RegionExecutor only() { return host.region(FIRST_REGION).executor(); }
}
