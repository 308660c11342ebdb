package io.vertikv.placement.host;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.driver.RegionAnswer;
import io.vertikv.placement.driver.StoreAnswer;
import io.vertikv.placement.operator.Order;
import io.vertikv.placement.report.RegionReport;
import io.vertikv.placement.report.StoreReport;
import io.vertikv.store.loop.Loop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the placement leader of this store and of the regions that it leads, and does what comes back.
 *
 * <p>Looked at once a second: a store reports every ten seconds, a region every minute, and both when the next look shows that
 * something has changed, a size by a quarter. A placement leader of another term than the one that heard the last report knows nothing, so
 * everything is reported again; a store without an answer goes on asking, and harms nobody.
 */
public final class StoreReporter {
  public static final long STORE_MILLIS = 10_000;
  public static final long REGION_MILLIS = 60_000;
  static final long PATIENCE_MILLIS = 3_000;
  private static final int SIZE_PART = 4;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final Logger LOG = LoggerFactory.getLogger(StoreReporter.class);

  /** What there is to tell. */
  public record Facts(ClusterCommand.PutStore registration, Supplier<StoreReport> store,
      Supplier<Collection<? extends RegionReplica>> regions) {}

  private record Told(RegionReport report, long millis) {
    boolean same(RegionReport now) {
      return report.region().equals(now.region()) && report.leader().equals(now.leader())
          && report.health().equals(now.health()) && near(report.size().bytes(), now.size().bytes())
          && near(report.size().keys(), now.size().keys());
    }

    /** A region that grows is to be split soon. */
    private static boolean near(long before, long now) {
      return Math.abs(now - before) <= before / SIZE_PART;
    }
  }

  private final Loop loop;
  private final PlacementClient client;
  private final Facts facts;
  private final Map<Long, Told> told = new HashMap<>();
  /** Of the leader that has heard what was told; 0: none has. */
  private long term;
  private boolean registered;
  private boolean registering;
  /** A refusal costs an entry of the log, so the next try takes its time. */
  private boolean refused;
  private long refusedMillis;
  private StoreReport lastStore;
  private long storeMillis;
  private long lastLeader;
  private boolean askingStore;
  private boolean askingRegions;
  private String complaint = "";

  public StoreReporter(Loop loop, PlacementClient client, Facts facts) {
    this.loop = loop;
    this.client = client;
    this.facts = facts;
  }

  public void everySecond() {
    if (!registered) register();
    reportStore();
    reportRegions();
  }

  private void register() {
    if (registering || refused && nowMillis() - refusedMillis < STORE_MILLIS) return;
    registering = true;
    client.ask(new PlacementRequest.Register(facts.registration), PATIENCE_MILLIS, answer -> {
      registering = false;
      registered = answer instanceof PlacementAnswer.Done;
      lastStore = null;
      refused = answer instanceof PlacementAnswer.Refused;
      refusedMillis = nowMillis();
      if (answer instanceof PlacementAnswer.Refused(String why)) complain("this store is not registered: " + why);
    });
  }

  private void reportStore() {
    if (askingStore) return;
    StoreReport now = facts.store.get();
    boolean moved = client.leaderStore() != 0 && client.leaderStore() != lastLeader;
    boolean changed = moved || lastStore == null || lastStore.regions() != now.regions()
        || lastStore.leaders() != now.leaders();
    if (!changed && nowMillis() - storeMillis < STORE_MILLIS) return;
    askingStore = true;
    lastLeader = client.leaderStore();
    client.ask(new PlacementRequest.OfStore(now), PATIENCE_MILLIS, answer -> {
      askingStore = false;
      if (answer instanceof PlacementAnswer.OfStore(long heardBy, StoreAnswer said)) storeHeard(now, heardBy, said);
      else notHeard(answer);
    });
  }

  private void storeHeard(StoreReport report, long heardBy, StoreAnswer said) {
    lastStore = report;
    storeMillis = nowMillis();
    heardBy(heardBy);
    switch (said) {
      case WELCOME -> complaint = "";
      case UNKNOWN -> registered = false;
      case REMOVED -> complain("this store was removed from the cluster for good: stop it");
    }
  }

  private void heardBy(long leaderTerm) {
    if (leaderTerm == term) return;
    term = leaderTerm;
    told.clear();
  }

  private void notHeard(PlacementAnswer answer) {
    lastStore = null;
    if (answer instanceof PlacementAnswer.Refused(String why)) complain("placement does not take the report: " + why);
    else LOG.debug("not reported: {}", answer);
  }

  private void reportRegions() {
    if (askingRegions) return;
    long nowMillis = nowMillis();
    List<RegionReport> due = new ArrayList<>();
    Set<Long> led = new HashSet<>();
    for (RegionReplica region : facts.regions.get()) {
      RegionReport report = region.report().orElse(null);
      if (report == null) continue;
      led.add(region.id());
      Told before = told.get(region.id());
      boolean isDue = before == null || !before.same(report) || nowMillis - before.millis >= REGION_MILLIS;
      if (isDue && due.size() < PlacementRequest.BATCH_MAX) due.add(report);
    }
    told.keySet().retainAll(led);
    if (due.isEmpty()) return;
    askingRegions = true;
    client.ask(new PlacementRequest.OfRegions(due), PATIENCE_MILLIS, answer -> {
      askingRegions = false;
      if (answer instanceof PlacementAnswer.OfRegions(long heardBy, List<RegionAnswer> said)) {
        regionsHeard(due, heardBy, said, nowMillis);
      } else {
        notHeard(answer);
      }
    });
  }

  private void regionsHeard(List<RegionReport> reports, long heardBy, List<RegionAnswer> said, long millis) {
    heardBy(heardBy);
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < Math.min(reports.size(), said.size()); i++) {
      RegionReport report = reports.get(i);
      told.put(report.region().id(), new Told(report, millis));
      switch (said.get(i)) {
        case RegionAnswer.Nothing _ -> {}
        case RegionAnswer.Do(Order order) -> orders.add(order);
        case RegionAnswer.Stale stale -> LOG.info("region {}: placement knows a newer one: {}", report.region().id(),
            stale.known());
      }
    }
    obey(orders);
  }

  /** Each is void unless the region is led here and still has the epoch that the order was made for. */
  public void obey(List<Order> orders) {
    for (Order order : orders) {
      for (RegionReplica region : facts.regions.get()) {
        if (region.id() != order.region() || !region.epoch().equals(order.epoch())) continue;
        String doing = region.obey(order.step());
        LOG.info("operator {} on region {}: {}: {}", order.operator(), order.region(), order.step(), doing);
      }
    }
  }

  /** Once, until something else is the matter. */
  private void complain(String what) {
    if (!what.equals(complaint)) LOG.warn("{}", what);
    complaint = what;
  }

  private long nowMillis() { return loop.nanoTime() / NANOS_PER_MILLI; }
}
