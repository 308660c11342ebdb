package io.vertikv.tools.server;

import io.vertikv.placement.ids.IdOutcome;
import io.vertikv.placement.ids.RequestKey;
import io.vertikv.raft.RaftStatus;
import io.vertikv.raft.membership.Membership;
import io.vertikv.resp.admin.ServerFacts;
import io.vertikv.resp.session.DiskRoom;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.group.LoopGroups;
import io.vertikv.store.group.RaftGroup;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.store.rpc.Transport;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.LoopGateway;
import io.vertikv.txn.region.RegionExecutor;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionGateway;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.route.OperationReader;
import io.vertikv.txn.route.OperationServer;
import io.vertikv.txn.route.RegionLeader;
import io.vertikv.tools.cluster.ClientAddress;
import io.vertikv.txn.route.RoutedGateway;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * One store: its disk, its wire and its replicas, all of them on one event loop. Opening reads the disk and replays nothing
 * yet; starting listens, elects and replays. A store that is alone has started when the region serves, one of several when
 * it takes part.
 */
final class StoreService implements Service {
  private static final long SECOND_MILLIS = 1000;
  private static final long NANOS_PER_MILLI = 1_000_000;
  /** Flushing memtables to a slow disk. */
  private static final Duration CLOSING_TIME = Duration.ofSeconds(60);
  private static final long SCAN_INTERVAL_NANOS = 600_000_000_000L;

  private final NodeContext context;
  private final ClusterSeat seat;
  private final StoreDisk disk;
  private final StoreWire wire;
  private final Loop loop;
  private final StoreGroups groups;
  private final RegionMeters regionMeters = new RegionMeters();
  private final RegionLeader leader = new RegionLeader();
  private final RoutedGateway.Replica replica;
  private final FullDisk fullDisk;
  private final SlotLeaders slots;
  /** Taken on the loop once a second. */
  private volatile StoreReadings.OfLoop ofLoop;
  private volatile ServerFacts.Replication replication;
  private long secondTimer = -1;
  private long garbageTimer = -1;
  private long garbageScanned = -1;
  private long garbageScannedNanos;
  private boolean scanning;
  private long leaderHeardNanos;
  private boolean leaderHeard;

  private StoreService(NodeContext context, StoreDisk disk, ClusterSeat seat) {
    SecureRandom random = new SecureRandom();
    this.context = context;
    this.seat = seat;
    this.disk = disk;
    this.wire = StoreWire.open(context, seat, random.nextLong());
    this.loop = wire.home();
    Transport transport = wire.transport(loop);
    this.groups = new StoreGroups(new StoreGroups.Ground(disk, seat, loop, transport, random), context,
        ModuleConfigs.region(context.config()), regionMeters);
    this.replica = new RoutedGateway.Replica(StoreGroups.FIRST_REGION, seat.store(), loop,
        new LoopGateway(loop, loop, executor()), (read, staleNanosMax) -> executor().readHere(read, staleNanosMax),
        leader);
    ClusterAdmin admin = admin(transport);
    groups.desk().place(RequestKind.ADMIN, admin);
    this.fullDisk = new FullDisk(loop, transport, disk.room(), groups.region().group(), executor()::transferLeader);
    groups.desk().place(RequestKind.ROOM, fullDisk);
    context.door().open(admin);
    this.slots = new SlotLeaders(seat, new ClientAddress(context.config().listen().bind(),
        context.config().listen().port(), 0));
    leader.listen(loop, this::lookAtSlots);
    if (!seat.isAlone()) context.readiness().check("data", this::serving);
    readLoop();
  }

  /** Opens log and engine: blocks. */
  static StoreService open(NodeContext context, StoreVolume volume, ClusterSeat seat) {
    return new StoreService(context, StoreDisk.open(context, volume, new LostCopy(context.data(), seat)), seat);
  }

  private ClusterAdmin admin(Transport transport) {
    ClusterAdmin.Stores stores = new ClusterAdmin.Stores(seat.cluster(), seat.identity().cluster(), seat.store(),
        seat.addresses(), wire::reaches);
    RaftGroup oracle = groups.oracleGroup();
    RaftGroup region = groups.region().group();
    return new ClusterAdmin(loop, transport, stores, List.of(
        new ClusterAdmin.Member("placement", oracle, groups.members(oracle, oracle::transferLeader)),
        new ClusterAdmin.Member("data", region, groups.members(region, executor()::transferLeader))));
  }

  @Override
  public String name() { return "store"; }

  private Readiness.Check serving() {
    if (groups.isRemoved())
      return Readiness.Check
          .fail("store " + seat.store() + " was removed from the cluster: stop it; to use the machine "
              + "again run `vertikv store reset`");
    long leads = leader.leaderStore();
    return leads == 0 ? Readiness.Check.fail("no leader is known") : Readiness.Check.pass("led by store " + leads);
  }

  /** True when there are no other stores, so that this one serves as soon as it has started. */
  boolean isAlone() {
    return seat.isAlone();
  }

  /** A front-end loop's door to the region, wherever that is led; make it on that loop. */
  RegionGateway gateway(Loop home) {
    if (seat.isAlone()) return new LoopGateway(home, loop, executor());
    return routed(home);
  }

  /** For what is only to be done where the region is led; used on the store's loop. */
  RegionGateway gatewayWhereLed() {
    return seat.isAlone() ? gateway(loop) : routed(loop).whereLed();
  }

  private RoutedGateway routed(Loop home) {
    return new RoutedGateway(home, wire.transport(home), replica, ModuleConfigs.route(context.config()),
        new SecureRandom());
  }

  /** Before the start: operations of other stores' front ends are run here, as this one understands them. */
  void serve(OperationReader reader, Runnable led, Runnable followed) {
    executor().watch(leader.watcher(led, followed));
    groups.desk().place(RequestKind.OPERATIONS,
        new OperationServer(replica, reader, wire.transport(loop), ModuleConfigs.route(context.config()).limits()));
  }

  /** An id that nobody has or will have, from wherever they are given out; told on the store's loop. */
  void allocateId(RequestKey key, long patienceMillis, Consumer<IdOutcome> done) {
    loop.execute(() -> groups.ids().allocate(key, loop.nanoTime() + patienceMillis * NANOS_PER_MILLI, done));
  }

  /** Looks at the data as it is when the region serves. */
  Future<Void> read(Consumer<Tx> work) {
    Promise<Void> done = Promise.promise();
    loop.execute(() -> {
      executor().submit(new Look(work, done));
      executor().flush();
    });
    return done.future();
  }

  /** Whether commands that may add data can be taken: the leader's disk decides, wherever they come in. */
  DiskRoom room() {
    return () -> seat.isAlone() || leader.leaderStore() == seat.store() ? disk.room().lacking() : null;
  }

  /** For INFO and its like. */
  ServerFacts facts() {
    return new ProcessFacts(context, disk::engineBytes, disk::logBytes, () -> replication, slots::map);
  }

  /** Clients are served there from now on: others are to know it. */
  void openTo(ClientAddress clients) {
    slots.openTo(clients);
    seat.clients().open().accept(clients);
    loop.execute(this::lookAtSlots);
  }

  private void lookAtSlots() {
    long leads = seat.isAlone() ? seat.store() : leader.leaderStore();
    slots.look(List.of(new SlotLeaders.Held(KeyRange.ALL, groups.region().group(), leads)), wire::reaches);
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

  private RegionExecutor executor() { return groups.executor(); }

  Loop loop() { return loop; }

  @Override
  public Future<?> start() {
    LoopGroups nobody = new LoopGroups(new RequestDesk(), (fromStore, message) -> null);
    return wire.start(groups.groups(), nobody).compose(listening -> run());
  }

  private Future<Void> run() {
    Promise<Void> running = Promise.promise();
    Vertx vertx = context.vertx();
    loop.execute(() -> {
      if (seat.isAlone()) executor().whenServing(running::complete);
      else running.complete();
      groups.start();
    });
    secondTimer = vertx.setPeriodic(SECOND_MILLIS, id -> loop.execute(this::everySecond));
    garbageTimer = vertx.setPeriodic(context.config().cleaning().gcIntervalMillis(),
        id -> loop.execute(executor()::collectGarbage));
    return running.future();
  }

  /** For metrics; any thread. */
  StoreReadings readings() {
    return new StoreReadings(ofLoop, regionMeters, disk.engineStats(), disk.writer().counters(),
        disk.writer().queueBytes(), disk.logBytes(), disk.syncs(), executor().garbageForgotten(),
        wire.counters());
  }

  private void readLoop() {
    StoreReadings.OfGroup data = ofGroup("data", groups.region().group());
    ofLoop = new StoreReadings.OfLoop(executor().stats(), data.commitIndex() - data.appliedIndex(),
        groups.oracle().given(), groups.snapshots().underWay(),
        List.of(ofGroup("placement", groups.oracleGroup()), data));
    long leads = data.leads() ? seat.store() : groups.region().group().leaderStore();
    replication = new ServerFacts.Replication(seat.store(), leads, (int) data.answering(), data.term(),
        data.commitIndex(), data.appliedIndex(), quorum(groups.region().group().membership()), leaderAge(leads));
    lookAtSlots();
  }

  /** How many stores a write is on at least when it is acknowledged. */
  private static int quorum(Membership members) {
    return Math.max(members.voters().size(), members.outgoing().size()) / 2 + 1;
  }

  /** Whether stores hear of each other is looked at once a second: a quiet group says nothing by itself. */
  private long leaderAge(long leads) {
    long nowNanos = loop.nanoTime();
    boolean heard = leads == seat.store() || leads != 0 && wire.reaches(leads);
    if (heard) leaderHeardNanos = nowNanos;
    leaderHeard |= heard;
    return leaderHeard ? (nowNanos - leaderHeardNanos) / NANOS_PER_MILLI : -1;
  }

  private StoreReadings.OfGroup ofGroup(String name, RaftGroup group) {
    RaftStatus status = group.status();
    long answering = status.peers().stream().filter(RaftStatus.PeerStatus::active).count();
    return new StoreReadings.OfGroup(name, group.leads(), group.term(), status.commitIndex(), status.appliedIndex(),
        answering, groups.snapshots().tally(group.id()));
  }

  private void everySecond() {
    groups.everySecond(wire::reaches);
    readLoop();
    disk.check();
    fullDisk.everySecond();
    scanForGarbage();
  }

  /** A pass over everything is only worth it when something was forgotten, and never two at once. */
  private void scanForGarbage() {
    long forgotten = executor().garbageForgotten();
    long nowNanos = loop.nanoTime();
    boolean due = garbageScannedNanos == 0 || nowNanos - garbageScannedNanos > SCAN_INTERVAL_NANOS;
    if (scanning || !due || forgotten == garbageScanned || !executor().serving()) return;
    long nowTs = groups.oracle().next();
    if (nowTs == 0) return;
    scanning = true;
    garbageScanned = forgotten;
    groups.host().scanForGarbage(groups.region(), nowTs, () -> {
      scanning = false;
      garbageScannedNanos = loop.nanoTime();
    });
  }

  @Override
  public Duration closingTime() { return CLOSING_TIME; }

  @Override
  public Future<?> stop() {
    Vertx vertx = context.vertx();
    vertx.cancelTimer(secondTimer);
    vertx.cancelTimer(garbageTimer);
    loop.execute(groups::stop);
    return wire.stop().eventually(() -> vertx.executeBlocking(() -> {
      disk.close(loop);
      return null;
    }));
  }
}
