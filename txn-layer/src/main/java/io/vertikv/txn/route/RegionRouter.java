package io.vertikv.txn.route;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.Transport;
import io.vertikv.txn.region.RegionFailure;
import io.vertikv.txn.region.RegionGateway;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.region.RegionRoute;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A front-end loop's door to all regions: each operation goes to the gateway of the one that its keys lie in. Regions split
 * and move meanwhile, and nobody who submits is bothered with it.
 *
 * <p><b>When a region is not what was thought</b>, because a store said so or another loop of this process learned it, its
 * gateway leaves: what is under way comes back, and what has no outcome then is placed again by its keys, in its order and
 * under its names. As long as that takes, operations on any key of the <em>old</em> range join the leaving line. So at any time
 * there is one line for each key, and operations on one key set out in the order in which they were submitted. What has set
 * out under a name keeps it: a region that was split off knows the requests of the one that it was part of.
 *
 * <p>Operations on keys of which nobody has told wait here while a {@link RouteSource} is asked, as long as they would for a
 * leader. Those with keys in several regions are refused with {@link RegionFailure.SeveralRegions}.
 *
 * <p>While one region is all there is, its gateway gets everything and no key is looked at.
 */
public final class RegionRouter implements RegionGateway {
  /** After so long an unanswered question for routes is asked again. */
  private static final long LOAD_NANOS_MAX = 1_000_000_000;

  private final Loop loop;
  private final RoutedGateway.Ground ground;
  private final RouteCache cache;
  private final RouteSource source;
  private final Moves moves = new Moves();
  private final Placement placement = new Placement();
  /** By region. */
  private final Map<Long, RoutedGateway> gateways = new LinkedHashMap<>();
  /** Those that still have what was placed by an old range. */
  private final List<RoutedGateway> leaving = new ArrayList<>();
  /** Got something since the last flush. */
  private final List<RoutedGateway> touched = new ArrayList<>();
  /** Of keys that no known region has, in the order of submission. */
  private ArrayDeque<Errand> homeless = new ArrayDeque<>();
  private RouteMap map = RouteMap.EMPTY;
  /** As the map has them, as far as they were needed. */
  private RoutedGateway[] placed = new RoutedGateway[0];
  /** Of the region that is all there is; null: look at the keys. */
  private RoutedGateway sole;
  private long loadedNanos;
  private boolean loading;
  private Loop.Cancellable timer;

  /**
   * @param transport of the same loop
   * @param cache     one for the process
   */
  public RegionRouter(Loop loop, Transport transport, Replicas replicas, RouteCache cache, RouteSource source,
      RouteConfig config, RandomGenerator random) {
    this.loop = loop;
    this.cache = cache;
    this.source = source;
    this.ground = new RoutedGateway.Ground(loop, transport, replicas, config, random, new Intake(loop, config));
  }

  @Override
  public void submit(RegionOperation operation) {
    if (sole != null && map == cache.map()) {
      sole.submit(operation);
      return;
    }
    adopt();
    Errand errand = ground.intake().take(operation);
    if (errand != null) place(errand);
  }

  @Override
  public void flush() {
    flushTouched();
    if (sole != null) sole.flush();
    ground.intake().turnEnds();
  }

  private void flushTouched() {
    if (touched.isEmpty()) return;
    // Whoever is answered at once may submit more.
    for (int i = 0; i < touched.size(); i++) touched.get(i).setOut();
    touched.clear();
    ground.transport().flush();
  }

  /** For what is only done where this region is led: elsewhere it is refused with {@link RegionFailure.NotLeader}. */
  public RegionGateway whereLed(long region) {
    return new RegionGateway() {
      @Override
      public void submit(RegionOperation operation) {
        adopt();
        RegionRoute route = gateways.containsKey(region) ? null : map.region(region);
        RoutedGateway gateway = route == null ? gateways.get(region) : gatewayOf(route);
        if (gateway == null) loop.execute(() -> operation.failed(new RegionFailure.NotLeader(0)));
        else touch(gateway).whereLed().submit(operation);
      }

      @Override
      public void flush() { RegionRouter.this.flush(); }
    };
  }

  // ---- one line for each key

  private void place(Errand errand) {
    placement.begin();
    errand.routingKeys(placement);
    if (placement.none && map.only() != null) placement.owner = gatewayAt(0);
    if (placement.several || placement.none && map.only() == null) {
      loop.execute(() -> errand.fail(new RegionFailure.SeveralRegions()));
    } else if (placement.owner == null) {
      homeless.add(errand);
      load();
    } else {
      touch(placement.owner).take(errand);
    }
  }

  /** Looks whose line the keys of one operation belong to. */
  private final class Placement implements Consumer<byte[]> {
    boolean none;
    boolean several;
    /** Null: nobody's. */
    RoutedGateway owner;

    void begin() {
      none = true;
      several = false;
      owner = null;
    }

    @Override
    public void accept(byte[] key) {
      RoutedGateway its = owner(key);
      several |= !none && its != owner;
      none = false;
      owner = its;
    }
  }

  private RoutedGateway owner(byte[] key) {
    for (int i = 0; i < leaving.size(); i++) {
      if (leaving.get(i).route().range().contains(key)) return leaving.get(i);
    }
    int at = map.indexOf(key);
    return at < 0 ? null : gatewayAt(at);
  }

  private RoutedGateway gatewayAt(int at) {
    if (placed[at] == null) placed[at] = gatewayOf(map.at(at));
    return placed[at];
  }

  private RoutedGateway gatewayOf(RegionRoute route) {
    return gateways.computeIfAbsent(route.region(), region -> new RoutedGateway(ground, route, moves));
  }

  private RoutedGateway touch(RoutedGateway gateway) {
    if (touched.isEmpty() || touched.getLast() != gateway) touched.add(gateway);
    return gateway;
  }

  // ---- what changes

  /** Takes up what this process has learned. */
  private void adopt() {
    RouteMap now = cache.map();
    if (now == map) return;
    map = now;
    placed = new RoutedGateway[now.count()];
    for (Iterator<RoutedGateway> all = gateways.values().iterator(); all.hasNext();) {
      RoutedGateway gateway = all.next();
      if (!gateway.isLeaving() && !follows(gateway)) all.remove();
    }
    ArrayDeque<Errand> waiting = homeless;
    homeless = new ArrayDeque<>();
    waiting.forEach(this::place);
    settle();
  }

  /** The gateway is told what its region is now; false: it is closed, for there is none. */
  private boolean follows(RoutedGateway gateway) {
    RegionRoute now = routeOf(gateway);
    if (now != null && now.range().equals(gateway.route().range())) {
      gateway.route(now);
    } else if (!gateway.isIdle()) {
      leaving.add(gateway);
      gateway.leave();
    } else if (now != null) {
      gateway.route(now);
    } else {
      gateway.close();
      return false;
    }
    return true;
  }

  private RegionRoute routeOf(RoutedGateway gateway) {
    RegionRoute was = gateway.route();
    RegionRoute there = map.find(was.range().start());
    return there != null && there.region() == was.region() ? there : map.region(was.region());
  }

  private void settle() { sole = map.only() != null && leaving.isEmpty() && homeless.isEmpty() ? gatewayAt(0) : null; }

  /** What the gateways tell. */
  private final class Moves implements RegionMoves {
    @Override
    public void learned(List<RegionRoute> routes) {
      cache.put(routes);
      adopt();
      flushTouched();
    }

    @Override
    public void doubted(RegionRoute route) { ask(route.range()); }

    @Override
    public void left(RoutedGateway gateway, List<Errand> errands) {
      leaving.remove(gateway);
      RegionRoute now = routeOf(gateway);
      if (now == null) {
        gateways.remove(gateway.route().region());
        gateway.close();
      } else {
        gateway.arrive(now);
      }
      errands.forEach(RegionRouter.this::place);
      settle();
      flushTouched();
    }
  }

  // ---- what nobody has told of

  private void load() {
    if (timer == null) timer = loop.schedule(ground.config().retryMillis(), this::tick);
    if (asksStill()) return;
    homeless.getFirst().routingKeys(key -> {
      if (map.indexOf(key) < 0) source.load(map.gap(key), routes -> loop.execute(() -> loaded(routes)));
    });
  }

  private void ask(KeyRange range) {
    if (!asksStill()) source.load(range, routes -> loop.execute(() -> loaded(routes)));
  }

  /** False: it is said that a question is asked now. */
  private boolean asksStill() {
    long nowNanos = loop.nanoTime();
    if (loading && nowNanos - loadedNanos < LOAD_NANOS_MAX) return true;
    loading = true;
    loadedNanos = nowNanos;
    return false;
  }

  private void loaded(List<RegionRoute> routes) {
    loading = false;
    moves.learned(routes);
    flush();
  }

  private void tick() {
    timer = null;
    adopt();
    long nowNanos = loop.nanoTime();
    while (!homeless.isEmpty() && homeless.getFirst().deadlineNanos - nowNanos <= 0) {
      homeless.removeFirst().fail(new RegionFailure.Unavailable("nobody has told which region has the data"));
    }
    if (!homeless.isEmpty()) load();
    flush();
  }
}
