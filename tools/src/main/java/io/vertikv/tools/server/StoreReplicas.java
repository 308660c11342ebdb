package io.vertikv.tools.server;

import io.vertikv.txn.region.LoopGateway;
import io.vertikv.txn.region.RegionHost;
import io.vertikv.txn.region.RegionRoute;
import io.vertikv.txn.region.RegionWatcher;
import io.vertikv.txn.route.RegionLeader;
import io.vertikv.txn.route.Replicas;
import io.vertikv.txn.route.RouteCache;
import io.vertikv.txn.route.RoutedGateway;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The replicas of regions on this store, as the front ends reach them, and what they tell of where the regions are. They come and
 * go on the store's loop; any thread may look.
 */
public final class StoreReplicas implements Replicas {
  /** Hears, on the region's loop, which regions are served here. */
  public interface Listener {
    void begins(RegionHost.Hosted region);

    void ends(RegionHost.Hosted region);
  }

  /** How a front end gets at a replica, whose leader this view knows. */
  public interface Entrance {
    RoutedGateway.Replica of(RegionHost.Hosted hosted, RegionLeader leader);
  }

  private static final Listener NOBODY = new Listener() {
    @Override
    public void begins(RegionHost.Hosted region) {}

    @Override
    public void ends(RegionHost.Hosted region) {}
  };

  private final long store;
  private final RouteCache routes;
  private final Entrance entrance;
  private final Map<Long, Held> held = new ConcurrentHashMap<>();
  private Listener listener = NOBODY;
  private Runnable leaderChanged = () -> {};

  StoreReplicas(long store, RouteCache routes) {
    this(store, routes, (hosted, leader) -> new RoutedGateway.Replica(hosted.id(), store, hosted.loop(),
        new LoopGateway(hosted.loop(), hosted.loop(), hosted.executor()), hosted.executor()::readHere, leader));
  }

  public StoreReplicas(long store, RouteCache routes, Entrance entrance) {
    this.store = store;
    this.routes = routes;
    this.entrance = entrance;
  }

  /** Before anything starts. */
  public void tell(Listener served) {
    listener = served;
  }

  /** Before anything starts; called on the store's loop. */
  void onLeaderChange(Runnable changed) {
    leaderChanged = changed;
  }

  /** Before its group starts. */
  public void add(RegionHost.Hosted hosted) {
    Held replica = new Held(hosted);
    held.put(hosted.id(), replica);
    hosted.executor().watch(replica);
  }

  public void remove(long region) {
    held.remove(region);
  }

  @Override
  public RoutedGateway.Replica find(long region) {
    Held replica = held.get(region);
    return replica == null ? null : replica.replica;
  }

  /** Where the region is led, as far as its replica here knows; 0: that is not known. */
  long leaderOf(long region) {
    Held replica = held.get(region);
    return replica == null ? 0 : replica.leader.leaderStore();
  }

  /** How many regions are led here. */
  int led() {
    return (int) held.values().stream().filter(each -> each.leader.leaderStore() == store).count();
  }

  /** A region of which no leader is known; 0: there is none. A replica that holds nothing yet need not know. */
  long leaderless() {
    for (Held each : held.values()) {
      if (each.leader.leaderStore() == 0 && !each.hosted.group().isEmpty()) return each.hosted.id();
    }
    return 0;
  }

  boolean isEmpty() { return held.isEmpty(); }

  /** Tells of what has changed since the last look; on the store's loop. */
  public void look() {
    look(held.values());
  }

  private void look(Collection<Held> some) {
    List<RegionRoute> changed = new ArrayList<>();
    for (Held each : some) {
      // It knows no members, and who sent it there knows more.
      if (each.hosted.group().isEmpty()) continue;
      RegionRoute now = each.hosted.executor().route();
      if (!now.equals(each.told)) changed.add(now);
      each.told = now;
    }
    if (!changed.isEmpty()) routes.put(changed);
  }

  private final class Held implements RegionWatcher {
    private final RegionHost.Hosted hosted;
    private final RegionLeader leader = new RegionLeader();
    private final RoutedGateway.Replica replica;
    private RegionRoute told;

    Held(RegionHost.Hosted hosted) {
      this.hosted = hosted;
      replica = entrance.of(hosted, leader);
    }

    @Override
    public void leader(long leads) {
      boolean changed = leads != leader.leaderStore();
      leader.is(leads);
      if (!changed) return;
      look(List.of(this));
      leaderChanged.run();
    }

    @Override
    public void begins() { listener.begins(hosted); }

    @Override
    public void ends() { listener.ends(hosted); }
  }
}
