package io.vertikv.txn.route;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.loop.Loop;
import io.vertikv.store.rpc.RequestDesk;
import io.vertikv.txn.region.RegionOperation;
import io.vertikv.txn.region.RegionRoute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** Three stores with replicas of regions that split, and a router on store 1. */
final class RegionsCluster implements Replicas, RouteSource {
  private record Place(long region, long store) {}

  final VirtualTime time = new VirtualTime();
  final Map<Long, Notebook> regions = new HashMap<>();
  final RouteCache cache = new RouteCache();
  final Wire wire;
  final RegionRouter router;
  /** Regions without a replica on store 1, as far as its router can see. */
  final Set<Long> away = new HashSet<>();
  /** Nobody answers questions for routes. */
  boolean silent;
  /** Parents do not know where their children are. */
  boolean forgetful;
  int loads;
  private final Map<Place, RoutedGateway.Replica> replicas = new HashMap<>();
  private final Map<Place, Notebook.Replica> books = new HashMap<>();
  private final Map<Long, RequestDesk.Clerk> clerks = new HashMap<>();
  private final Loop home = time.loop();
  private long lastRegion = RouteCluster.REGION;

  RegionsCluster() { this(RouteConfig.defaults()); }

  RegionsCluster(RouteConfig config) {
    wire = new Wire(time, clerks::get);
    for (long store = 1; store <= 3; store++) {
      long here = store;
      OperationDesk desk = new OperationDesk(region -> replicas.get(new Place(region, here)),
          loop -> Note::decode, config.limits());
      clerks.put(store, desk.clerk(time.loop(), wire));
    }
    router = new RegionRouter(home, wire, this, cache, this, config, new Random(7));
    Notebook first = new Notebook();
    open(first);
    lead(first.region, 2);
    cache.put(List.of(first.route()));
  }

  private void open(Notebook notebook) {
    regions.put(notebook.region, notebook);
    for (long store = 1; store <= 3; store++) {
      Notebook.Replica book = notebook.new Replica(store);
      Place place = new Place(notebook.region, store);
      books.put(place, book);
      RegionLeader view = new RegionLeader();
      view.is(notebook.leader);
      replicas.put(place, new RoutedGateway.Replica(notebook.region, store, time.loop(), book, book, view));
    }
  }

  Notebook.Replica book(long region, long store) { return books.get(new Place(region, store)); }

  List<Notebook.Replica> books() { return List.copyOf(books.values()); }

  Notebook regionOf(String key) {
    for (Notebook each : regions.values()) if (each.range.contains(key.getBytes())) return each;
    throw new AssertionError("no region has " + key);
  }

  /** The replica is destroyed. */
  void destroy(long region, long store) {
    replicas.remove(new Place(region, store));
  }

  void lead(long region, long store) {
    regions.get(region).leader = store;
    for (long each = 1; each <= 3; each++) {
      if (!replicas.containsKey(new Place(region, each))) continue;
      ((RegionLeader) replicas.get(new Place(region, each)).leader()).is(store);
    }
  }

  /** The region of the key has the keys below from now on, and the rest is another one's, whose number comes back. */
  long split(String key) {
    Notebook parent = regionOf(key);
    parent.tellsOfChildren = !forgetful;
    Notebook child = parent.split(key.getBytes(), ++lastRegion);
    child.tellsOfChildren = !forgetful;
    open(child);
    return child.region;
  }

  /** Another loop of the process has learned of the region of the key. */
  void hear(String key) {
    cache.put(List.of(regionOf(key).route()));
  }

  List<String> lines() { return regions.get(RouteCluster.REGION).lines; }

  @Override
  public RoutedGateway.Replica find(long region) {
    return away.contains(region) ? null : replicas.get(new Place(region, 1));
  }

  @Override
  public void load(KeyRange range, Consumer<List<RegionRoute>> done) {
    loads++;
    if (silent) return;
    time.after(1, () -> {
      List<RegionRoute> found = new ArrayList<>();
      regions.values().forEach(each -> {
        if (each.range.overlaps(range)) found.add(each.route());
      });
      done.accept(found);
    });
  }

  void send(RegionOperation... operations) {
    for (RegionOperation operation : operations) router.submit(operation);
    router.flush();
  }

  void run(RegionOperation... operations) {
    send(operations);
    time.settle();
  }
}
