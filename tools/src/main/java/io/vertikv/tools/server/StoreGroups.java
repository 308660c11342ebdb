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
import io.vertikv.store.engine.Engine;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.FamilyRange;
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
import io.vertikv.store.group.Tombstone;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.raftlog.LogOperation;
import io.vertikv.store.region.Region;
import io.vertikv.store.region.RegionEpoch;
import io.vertikv.store.rpc.GroupMessage;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.store.rpc.Transport;
import io.vertikv.store.snapshot.RegionErasure;
import io.vertikv.store.snapshot.SnapshotConfig;
import io.vertikv.store.region.RegionRecord;
import io.vertikv.txn.region.Nursery;
import io.vertikv.txn.region.RegionConfig;
import io.vertikv.txn.region.RegionExecutor;
import io.vertikv.txn.region.RegionHost;
import io.vertikv.txn.region.RegionTimings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This store's replicas: of the oracle's group and of the one region, all on one loop. Peers are numbered by their stores, so
 * that all agree without a word. The founders of the cluster take part from the start; a store that came later holds
 * replicas that know of nothing until the leader makes them learners.
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
  private final RegionHost.Hosted region;
  private final StoreRegions regions;
  private final StoreReplicas replicas;
  private final GroupClock clock;
  private final DepartureNotices notices;
  /** Removed from their group; nothing is left of them but the tombstone, or soon will be. */
  private final Set<Long> retired = new HashSet<>();
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
    for (long group : Tombstone.all(disk.engine())) bury(group);
    found();
    OracleState found = OracleState.read(disk.engine(), ReadTier.DISK);
    disk.adopt(ORACLE_GROUP, found.index(), found.term());
    describe();
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
    host = new RegionHost(new RegionHost.Shared(disk.engine(), disk.log(), disk.writer(), disk.apply(),
        disk.workers(), RaftConfig.defaults(), GroupLimits.defaults(), regionConfig));
    clock = new GroupClock(loop, TICK_MILLIS);
    regions = new StoreRegions(new StoreRegions.Ground(disk, seat.store(), loop, wire, snapshots, timestamps, timings,
        ground.random()), host, groups, clock, replicas);
    Region first = new Region(FIRST_REGION, KeyRange.ALL, RegionEpoch.FIRST, seatIn(FIRST_REGION).founders());
    Nursery.Home home = regions.home(first, seatIn(FIRST_REGION));
    region = host.open(first, home.place(), home.timings(), home.random(), regions);
    replicas.add(region);
    notices = new DepartureNotices(loop, ground.transport(), groups, this::retire);
    groups.tellDeparted(notices);
    desk.place(RequestKind.DEPARTURE, notices);
    GroupClock.Ticked oracleTicked = new OracleTicked();
    oracleGroup.onStir(() -> clock.wake(oracleTicked));
    region.group().onStir(() -> clock.wake(executor()));
    for (RaftGroup group : List.of(oracleGroup, region.group())) {
      if (retired.contains(group.id())) {
        group.retire(() -> {});
      } else {
        groups.add(group);
        keep(group);
      }
    }
    regions.open(FIRST_REGION);
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
      if (retired.contains(group) || GroupRecord.membership(disk.engine(), group).isPresent()) continue;
      GroupRecord.put(group, new MembershipPayload(seatIn(group).founders(), seatIn(group).addresses().attachment()),
          batch);
    }
    if (batch.isEmpty()) return;
    disk.engine().write(batch);
    disk.engine().flush();
  }

  private RaftGroup.Seat seatIn(long group) {
    SortedMap<Long, Long> homes = new TreeMap<>();
    for (long store : seat.founders()) homes.put(peerOn(group, store), store);
    long[] peers = homes.keySet().stream().mapToLong(Long::longValue).toArray();
    return new RaftGroup.Seat(group, peerOn(group, seat.store()),
        seat.isFounder() && !retired.contains(group) ? Membership.of(PeerSet.of(peers)) : Membership.UNINITIALISED,
        PeerAddresses.of(homes));
  }

  /** Store 1 has peers 1 and 2, store 2 peers 3 and 4, and so on: as unique as stores, and no peer ever moves. */
  static long peerOn(long group, long store) {
    return 2 * (store - 1) + group;
  }

  GroupMembers members(RaftGroup group, GroupMembers.HandOver handOver) {
    return new GroupMembers(group, store -> peerOn(group.id(), store), handOver);
  }

  // ---- who was removed

  /** On the loop. The order matters: tombstone, silence, and only then is the copy destroyed. */
  private void retire(RaftGroup group, Runnable buried) {
    long id = group.id();
    if (!retired.add(id)) return;
    LOG.warn("this store was removed from group {} ({}): its copy there is being deleted", id, LostCopy.name(id));
    disk.workers().execute(() -> {
      EngineBatch stone = new EngineBatch();
      Tombstone.put(id, group.peer(), stone);
      disk.engine().write(stone);
      disk.engine().flush();
      loop.execute(() -> {
        buried.run();
        groups.remove(id);
        group.retire(() -> suspend(id, () -> disk.workers().execute(() -> destroy(id))));
      });
    });
  }

  private void suspend(long group, Runnable quiet) {
    RegionHost.Hosted hosted = host.region(group);
    if (hosted != null) hosted.executor().suspend(quiet);
    else quiet.run();
  }

  /** Blocks. After the engine the log: what a crash leaves of either, the next start finds by the tombstone. */
  private void destroy(long group) {
    RegionErasure.run(disk.engine(), owned(group));
    disk.writer().append(new LogOperation.Remove(group), loop, removed -> {
      host.remove(group);
      replicas.remove(group);
      LOG.info("group {} is deleted here", group);
    });
  }

  /** At the start, before the log's writer: goes on with what was begun. Blocks. */
  private void bury(long group) {
    retired.add(group);
    LOG.warn("this store was removed from group {} ({}) and holds nothing of it any more", group, LostCopy.name(group));
    RegionErasure.run(disk.engine(), owned(group));
    if (!disk.log().recovery().groups().contains(group)) return;
    disk.log().write(List.of(new LogOperation.Remove(group)));
    disk.log().sync();
  }

  private List<FamilyRange> owned(long group) {
    return group == ORACLE_GROUP
        ? oracleSource().describe(disk.engine()).owned()
        : StoreRegions.owned(disk.engine(), group);
  }

  /** A message for a group that is not here: who believes in a peer that was removed is told. */
  private RaftGroup stranger(long fromStore, GroupMessage message) {
    if (retired.contains(message.group())) notices.addressed(fromStore, message.group(), message.toPeer());
    return null;
  }

  /** True when this store was removed from the region, so that there is nothing left for it to do. */
  boolean isRemoved() {
    return region.group().isRetired();
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

  private void keep(RaftGroup group) {
    disk.keep(new LogKeeper.Replica(group, loop, engine -> flushedIndex(engine, group.id()),
        () -> snapshots.cutLimit(group.id())));
  }

  private static long flushedIndex(Engine engine, long group) {
    return group == ORACLE_GROUP
        ? OracleState.read(engine, ReadTier.FLUSHED).index()
        : RegionHost.flushedIndex(engine, group);
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
  }

  /** Batches then get their timestamps by a plain call; with several regions there is no place where all do. */
  private void followRegion() {
    if (!oracleGroup.leads() || host.all().size() > 1 || region.group().leads()) return;
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

  RegionHost.Hosted region() { return region; }

  RegionExecutor executor() { return region.executor(); }
}
