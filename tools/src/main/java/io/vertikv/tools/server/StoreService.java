package io.vertikv.tools.server;

import io.vertikv.placement.ids.IdOutcome;
import io.vertikv.placement.ids.RequestKey;
import io.vertikv.resp.admin.ServerFacts;
import io.vertikv.resp.session.DiskRoom;
import io.vertikv.store.group.LoopGroups;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.store.rpc.RequestKind;
import io.vertikv.store.rpc.Transport;
import io.vertikv.txn.Tx;
import io.vertikv.txn.region.LoopGateway;
import io.vertikv.txn.region.RegionExecutor;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionGateway;
import io.vertikv.txn.region.RegionHost;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.route.OperationDesk;
import io.vertikv.txn.route.OperationReader;
import io.vertikv.txn.route.RegionRouter;
import io.vertikv.txn.route.RouteCache;
import io.vertikv.txn.route.RouteInquiry;
import io.vertikv.tools.cluster.ClientAddress;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;

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

  private final NodeContext context;
  private final ClusterSeat seat;
  private final StoreDisk disk;
  private final StoreWire wire;
  private final Loop loop;
  private final StoreGroups groups;
  private final StorePlacement placement;
  private final RegionMeters regionMeters = new RegionMeters();
  private final RouteCache routes = new RouteCache();
  private final StoreReplicas replicas;
  private final FullDisk fullDisk;
  private final GarbagePasses garbage;
  private final StoreGauges gauges;
  private final SlotLeaders slots;
  private long secondTimer = -1;
  private long garbageTimer = -1;

  private StoreService(NodeContext context, StoreDisk disk, ClusterSeat seat) {
    SecureRandom random = new SecureRandom();
    this.context = context;
    this.seat = seat;
    this.disk = disk;
    this.wire = StoreWire.open(context, seat, random.nextLong());
    this.loop = wire.home();
    Transport transport = wire.transport(loop);
    this.replicas = new StoreReplicas(seat.store(), routes);
    StoreGroups.Ground ground = new StoreGroups.Ground(disk, seat, loop, transport, random, replicas);
    this.groups = new StoreGroups(ground, context, ModuleConfigs.region(context.config()), regionMeters);
    this.placement = new StorePlacement(ground, context.config(), groups);
    ClusterAdmin admin = admin(transport);
    groups.desk().place(RequestKind.ADMIN, admin);
    this.fullDisk = new FullDisk(loop, transport, disk.room(), this::led);
    groups.desk().place(RequestKind.ROOM, fullDisk);
    groups.desk().place(RequestKind.ROUTES, RouteInquiry.desk(routes, transport));
    this.garbage = new GarbagePasses(loop, groups.host(), groups.oracle()::next);
    this.gauges = new StoreGauges(seat.store(), loop, groups, replicas, wire::reaches);
    context.door().open(admin);
    context.door().open(new PlacementPages(loop, placement.client()));
    this.slots = new SlotLeaders(seat, new ClientAddress(context.config().listen().bind(),
        context.config().listen().port(), 0));
    replicas.onLeaderChange(this::lookAtSlots);
    if (!seat.isAlone()) context.readiness().check("data", this::serving);
    replicas.look();
    lookAtSlots();
  }

  /** Opens log and engine: blocks. */
  static StoreService open(NodeContext context, StoreVolume volume, ClusterSeat seat) {
    return new StoreService(context, StoreDisk.open(context, volume, new LostCopy(context.data(), seat)), seat);
  }

  private ClusterAdmin admin(Transport transport) {
    ClusterAdmin.Stores stores = new ClusterAdmin.Stores(seat.cluster(), seat.identity().cluster(), seat.store(),
        seat.addresses(), wire::reaches);
    return new ClusterAdmin(loop, transport, stores, placement.client(), this::members);
  }

  private List<ClusterAdmin.Member> members() {
    List<ClusterAdmin.Member> all = new ArrayList<>();
    all.add(new ClusterAdmin.Member("placement", groups.oracleGroup(), groups.oracleMembers()));
    for (RegionHost.Hosted region : groups.host().all()) {
      String name = region.id() == StoreGroups.FIRST_REGION ? "data" : "region " + region.id();
      all.add(new ClusterAdmin.Member(name, region.group(), groups.members(region)));
    }
    return all;
  }

  @Override
  public String name() { return "store"; }

  private Readiness.Check serving() {
    if (groups.isRemoved())
      return Readiness.Check
          .fail("store " + seat.store() + " was removed from the cluster: stop it; to use the machine "
              + "again run `vertikv store reset`");
    if (!routes.several()) {
      long leads = replicas.leaderOf(StoreGroups.FIRST_REGION);
      return leads == 0 ? Readiness.Check.fail("no leader is known") : Readiness.Check.pass("led by store " + leads);
    }
    long leaderless = replicas.leaderless();
    return leaderless == 0
        ? Readiness.Check.pass("all regions here have leaders, " + replicas.led() + " of them this store")
        : Readiness.Check.fail("no leader is known of region " + leaderless);
  }

  /** True when there are no other stores, so that this one serves as soon as it has started. */
  boolean isAlone() {
    return seat.isAlone();
  }

  /** A front-end loop's door to the regions, wherever they are led; make it on that loop. */
  RegionGateway gateway(Loop home) {
    return seat.isAlone() ? new LoopGateway(home, loop, executor()) : router(home);
  }

  /** For what is only to be done where a region is led, by its id; used on the store's loop. */
  LongFunction<RegionGateway> gatewaysWhereLed() {
    if (seat.isAlone()) {
      RegionGateway only = gateway(loop);
      return region -> only;
    }
    return router(loop)::whereLed;
  }

  private RegionRouter router(Loop home) {
    Transport transport = wire.transport(home);
    return new RegionRouter(home, transport, replicas, routes, new RouteInquiry(home, transport, this::others),
        ModuleConfigs.route(context.config()), new SecureRandom());
  }

  private List<Long> others() {
    return seat.addresses().get().keySet().stream().filter(store -> store != seat.store()).toList();
  }

  /** Where the regions are, as far as this process knows. */
  RouteCache routes() { return routes; }

  /** Before the start: who hears which regions are served here; on the store's loop. */
  void tell(StoreReplicas.Listener served) {
    replicas.tell(served);
  }

  /** Before the start: operations of other stores' front ends are run here, as this one understands them. */
  void serve(Function<Loop, OperationReader> readers) {
    OperationDesk operations = new OperationDesk(replicas, readers, ModuleConfigs.route(context.config()).limits());
    groups.desk().place(RequestKind.OPERATIONS, operations.clerk(loop, wire.transport(loop)));
  }

  private List<FullDisk.Led> led() {
    return groups.host().all().stream().filter(region -> region.group().leads())
        .map(region -> new FullDisk.Led(region.group(), region.executor()::transferLeader)).toList();
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

  /**
   * Whether commands that may add data can be taken: the leader's disk decides, wherever they come in. One of several regions
   * may be led elsewhere and have room: those that are led here soon are too ({@link FullDisk}).
   */
  DiskRoom room() {
    return () -> {
      String lacking = disk.room().lacking();
      return lacking == null || seat.isAlone() || replicas.led() > 0 ? lacking : null;
    };
  }

  /** For INFO and its like. */
  ServerFacts facts() {
    return new ProcessFacts(context, disk::engineBytes, disk::logBytes, gauges::replication, slots::map);
  }

  /** Clients are served there from now on: others are to know it. */
  void openTo(ClientAddress clients) {
    slots.openTo(clients);
    seat.clients().open().accept(clients);
    loop.execute(this::lookAtSlots);
  }

  private void lookAtSlots() {
    slots.look(routes.routes(), groups.host().all(), wire::reaches);
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

  private RegionExecutor executor() { return groups.only(); }

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
        id -> loop.execute(this::collectGarbage));
    return running.future();
  }

  /** For metrics; any thread. */
  StoreReadings readings() {
    long forgotten = groups.host().all().stream().mapToLong(region -> region.executor().garbageForgotten()).sum();
    return new StoreReadings(gauges.ofLoop(), regionMeters, disk.engineStats(), disk.writer().counters(),
        disk.writer().queueBytes(), disk.logBytes(), disk.syncs(), forgotten, wire.counters());
  }

  private void collectGarbage() {
    for (RegionHost.Hosted region : groups.host().all()) region.executor().collectGarbage();
  }

  private void everySecond() {
    groups.everySecond(wire::reaches);
    placement.everySecond();
    replicas.look();
    gauges.read();
    lookAtSlots();
    disk.check();
    fullDisk.everySecond();
    garbage.everySecond();
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
