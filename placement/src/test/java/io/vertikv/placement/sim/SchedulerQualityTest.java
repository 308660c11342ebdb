package io.vertikv.placement.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.CommandResult;
import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.cluster.StoreLife;
import io.vertikv.placement.driver.StoreStatus;
import io.vertikv.placement.operator.Reason;
import io.vertikv.placement.report.LoadBucket;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.rule.StoreLabels;
import io.vertikv.placement.topology.StoreState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/**
 * Every scheduler against 100 stores and 100,000 regions in virtual time: how even it gets, with how many moves, how long it takes,
 * and that it then comes to rest. The figures of docs/placement.md are what this prints.
 */
class SchedulerQualityTest {
  private static final int STORES = 100;
  private static final int REGIONS = 100_000;
  private static final long SEED = 20_261_123;
  private static final long HOUR = 3_600_000;
  private static final long MIB = SimulatedCluster.MIB;

  private final SimulatedCluster cluster = new SimulatedCluster(SEED);

  private void only(SchedulerName... running) {
    for (SchedulerName name : SchedulerName.values()) {
      cluster.apply(new ClusterCommand.SwitchScheduler(name, List.of(running).contains(name)));
    }
  }

  private void set(Setting setting, long value) {
    assertEquals(new CommandResult.Done(),
        cluster.apply(new ClusterCommand.Configure(0, Map.of(setting, value))));
  }

  private Evenness even(ToDoubleFunction<StoreStatus> figure) {
    return Evenness.of(cluster.overview().stores().stream().filter(store -> store.state().takesMore()).toList(),
        figure);
  }

  private Evenness leaders() { return even(store -> store.share().leaders()); }

  private Evenness peers() { return even(store -> store.share().peers()); }

  private Evenness bytes() { return even(store -> store.share().bytes()); }

  /** What has to be moved at the least: what each has above the mean. */
  private long above(ToLongFunction<StoreStatus> figure) {
    List<StoreStatus> stores = cluster.overview().stores();
    long mean = stores.stream().mapToLong(figure).sum() / stores.size();
    return stores.stream().mapToLong(figure).map(value -> Math.max(0, value - mean)).sum();
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, "quality: " + format + "%n", values);
  }

  private static double minutes(long millis) { return millis / 60_000.0; }

  private void staysQuiet() {
    long transfers = cluster.transfers;
    long adds = cluster.adds;
    cluster.run(HOUR / 12);
    assertEquals(transfers, cluster.transfers, "leaders moved to and fro");
    assertEquals(adds, cluster.adds, "regions moved to and fro");
  }

  @Test
  void leadersThatAreAllOnAThirdOfTheStoresAreSpreadOverAllOfThem() {
    cluster.addStores(STORES);
    cluster.addRegions(REGIONS, region -> {
      long[] stores = cluster.anyOf(3, 1, STORES);
      Arrays.sort(stores);
      return stores;
    });
    only(SchedulerName.BALANCE_LEADERS);
    cluster.lead();
    Evenness before = leaders();
    long least = above(store -> store.share().leaders());
    long millis = cluster.runUntilQuiet(HOUR);
    Evenness after = leaders();
    print("balance leaders: %s -> %s; %d transfers, at least %d needed; %.1f minutes", before, after, cluster.transfers,
        least,
        minutes(millis));
    assertTrue(after.maxOverMean() < 1.02 && after.min() / after.mean() > 0.98, after.toString());
    assertTrue(cluster.transfers < least * 1.15, "wasted transfers");
    staysQuiet();
  }

  @Test
  void tenNewStoresAreFilledFromNinetyOldOnes() {
    cluster.addStores(STORES);
    cluster.addRegions(REGIONS, region -> cluster.anyOf(3, 1, 90));
    only(SchedulerName.BALANCE_REGIONS, SchedulerName.BALANCE_LEADERS);
    set(Setting.STORE_ADDS_PER_MINUTE, 120);
    cluster.lead();
    Evenness before = bytes();
    long least = above(store -> store.share().bytes()) / (96 * MIB);
    long millis = cluster.runUntilQuiet(6 * HOUR);
    Evenness after = bytes();
    print(
        "balance regions, ten new stores: %s -> %s; leaders %s; %d moves, at least %d needed; %d transfers; %.1f minutes",
        before, after, leaders(), cluster.adds, least, cluster.transfers, minutes(millis));
    assertTrue(after.maxOverMean() < 1.03 && after.min() / after.mean() > 0.97, after.toString());
    assertTrue(cluster.adds < least * 1.1, "wasted moves");
    staysQuiet();
  }

  @Test
  void storesWithRegionsOfAllSizesAndDisksOfTwoSizesGetEvenByScore() {
    for (int i = 1; i <= STORES; i++)
      cluster.addStore((i <= 50 ? 2048 : 1024) * SimulatedCluster.GIB, StoreLabels.NONE);
    int[] size = new int[REGIONS];
    for (int i = 0; i < REGIONS; i++) size[i] = 20 + cluster.random.nextInt(160);
    cluster.addRegions(REGIONS, new SimulatedCluster.Layout() {
      @Override
      public long[] storesOf(int region) { return cluster.anyOf(3, 1, STORES); }

      @Override
      public long bytesOf(int region) { return size[region] * MIB; }
    });
    only(SchedulerName.BALANCE_REGIONS);
    set(Setting.STORE_ADDS_PER_MINUTE, 240);
    set(Setting.STORE_REMOVES_PER_MINUTE, 240);
    cluster.lead();
    Evenness before = even(store -> store.share().score());
    long millis = cluster.runUntilQuiet(6 * HOUR);
    Evenness after = even(store -> store.share().score());
    print(
        "balance regions, sizes 20 to 180 MiB, half of the disks twice as big: score %s -> %s; bytes %s; %d moves; %.1f minutes",
        before, after, bytes(), cluster.adds, minutes(millis));
    assertTrue(after.maxOverMean() < 1.03 && after.min() / after.mean() > 0.97, after.toString());
    staysQuiet();
  }

  @Test
  void aStoreThatIsDownIsReplacedByAllOthers() {
    cluster.addStores(STORES);
    cluster.addRegions(REGIONS, region -> cluster.anyOf(3, 1, STORES));
    only(SchedulerName.REPLICA_REPAIR);
    set(Setting.DOWN_AFTER_MILLIS, 300_000);
    cluster.lead();
    cluster.allServing();
    long lost = cluster.overview().store(7).orElseThrow().share().peers();
    cluster.run(30_000);
    cluster.kill(7);
    cluster.run(cluster.state().config().get(Setting.DOWN_AFTER_MILLIS) - 30_000);
    assertEquals(0, cluster.adds, "time is given to a store that may come back");
    long millis = cluster.runUntilQuiet(HOUR);
    print(
        "replica repair, a store of 100 down: %d replicas made anew, %d lost; peers of the others %s; %.1f minutes after it was"
            + " given up",
        cluster.adds, lost, peers(), minutes(millis));
    assertEquals(lost, cluster.adds);
    assertEquals(0, cluster.overview().store(7).orElseThrow().share().peers());
    assertTrue(cluster.regions().stream().allMatch(region -> region.region.peers().voters() == 3));
    assertTrue(minutes(millis) < 10);
    staysQuiet();
  }

  @Test
  void aStoreThatIsRemovedIsEmptiedAndThenGone() {
    cluster.addStores(STORES);
    cluster.addRegions(REGIONS, region -> cluster.anyOf(3, 1, STORES));
    only(SchedulerName.REPLICA_REPAIR);
    cluster.lead();
    cluster.allServing();
    long had = cluster.overview().store(9).orElseThrow().share().peers();
    cluster.apply(new ClusterCommand.ChangeLife(9, StoreLife.REMOVING));
    long millis = cluster.runUntilQuiet(HOUR);
    print("replica repair, a store of 100 removed: %d replicas moved, %d there; %.1f minutes", cluster.adds, had,
        minutes(millis));
    assertEquals(had, cluster.adds);
    assertEquals(StoreState.REMOVED, cluster.overview().store(9).orElseThrow().state());
    staysQuiet();
  }

  @Test
  void replicasMoveApartWhenStoresGetLabels() {
    for (int i = 0; i < STORES; i++) {
      cluster.addStore(1024 * SimulatedCluster.GIB, StoreLabels.of("zone", "z" + i % 5, "rack", "r" + i % 20));
    }
    cluster.addRegions(REGIONS, region -> region % 20 == 0
        ? new long[]{1 + region % 5, 6 + region % 5, 11 + region % 5}
        : new long[]{1 + region % 100, 1 + (region + 1) % 100, 1 + (region + 2) % 100});
    only(SchedulerName.REPLICA_REPAIR);
    set(Setting.STORE_ADDS_PER_MINUTE, 600);
    cluster.lead();
    long least = 2 * cluster.regions().stream().filter(region -> zones(region) == 1).count()
        + cluster.regions().stream().filter(region -> zones(region) == 2).count();
    long millis = cluster.runUntilQuiet(2 * HOUR);
    print(
        "replica repair, three replicas of 5,000 regions in one zone of five: %d moves, at least %d needed; %.1f minutes",
        cluster.adds, least, minutes(millis));
    assertTrue(cluster.regions().stream().allMatch(region -> zones(region) == 3));
    assertTrue(cluster.adds <= least * 1.05, "wasted moves");
    staysQuiet();
  }

  private long zones(SimulatedRegion region) {
    return region.region.peers().list().stream().map(RegionPeer::store)
        .map(store -> cluster.state().stores().get(store).labels().get("zone")).distinct().count();
  }

  @Test
  void aDrainedStoreAndASlowOneLeadNothingUntilTheyMay() {
    cluster.addStores(STORES);
    cluster.addRegions(REGIONS, region -> cluster.anyOf(3, 1, STORES));
    only(SchedulerName.EVICT_LEADERS, SchedulerName.EVICT_SLOW_STORE, SchedulerName.BALANCE_LEADERS);
    cluster.lead();
    cluster.runUntilQuiet(HOUR);
    long before = cluster.transfers;
    cluster.apply(new ClusterCommand.DrainStore(3, true));
    cluster.slowScore(4, 90);
    cluster.slowScore(5, 95);
    long millis = cluster.runUntilQuiet(HOUR);
    long drained = cluster.transfers - before;
    int slow = cluster.overview().store(4).orElseThrow().share().leaders();
    int alsoSlow = cluster.overview().store(5).orElseThrow().share().leaders();
    print(
        "evict leaders, one store drained and one slow: %d transfers for about 2,000 leaders; leaders of the others %s; %.1f minutes",
        drained, Evenness.of(cluster.overview().stores().stream().filter(store -> store.share().leaders() > 0).toList(),
            store -> store.share().leaders()),
        minutes(millis));
    assertEquals(0, cluster.overview().store(3).orElseThrow().share().leaders());
    assertEquals(0, slow);
    assertTrue(alsoSlow > 900, "one at a time");
    assertTrue(drained < 2_400, "more than its leaders moved");
    staysQuiet();
    cluster.apply(new ClusterCommand.DrainStore(3, false));
    cluster.slowScore(4, 1);
    cluster.slowScore(5, 1);
    cluster.runUntilQuiet(HOUR);
    assertTrue(leaders().min() / leaders().mean() > 0.97, "they lead again");
  }

  /** Load of region k of those that have any: some have twenty times as much as others. */
  private static long load(int k) {
    return 40_000 * MIB / (10L * k + 5_000);
  }

  private Evenness leaderLoad() { return even(store -> store.share().leaderLoad()); }

  @Test
  void hotReadsThatTenStoresServeAreServedByAll() {
    cluster.addStores(STORES);
    cluster.addRegions(REGIONS, region -> {
      long[] stores = cluster.anyOf(3, 1, STORES);
      if (region % 10 == 0)
        stores = new long[]{1 + region / 10 % 10, 11 + cluster.random.nextInt(45), 56 + cluster.random.nextInt(45)};
      return stores;
    });
    int i = 0;
    for (SimulatedRegion region : cluster.regions()) region.readPerSecond = i++ % 10 == 0 ? load(i / 10) : 0;
    only(SchedulerName.HOT_REGIONS, SchedulerName.BALANCE_LEADERS);
    cluster.reportEvery(60_000);
    cluster.lead();
    set(Setting.HOT_OPERATORS_MAX, 0);
    cluster.run(180_000);
    Evenness before = leaderLoad();
    set(Setting.HOT_OPERATORS_MAX, 64);
    long millis = cluster.runUntilQuiet(HOUR);
    Evenness after = leaderLoad();
    print(
        "hot regions, reads of 10,000 led by ten stores: load %s -> %s; leaders %s; %d transfers, %d moves; %.1f minutes",
        before,
        after, leaders(), cluster.transfers, cluster.adds, minutes(millis));
    assertTrue(before.maxOverMean() > 5, before.toString());
    assertTrue(after.maxOverMean() < 1.15, after.toString());
    long done = cluster.transfers + cluster.adds;
    cluster.run(HOUR / 12);
    assertTrue(cluster.transfers + cluster.adds - done < 50,
        "to and fro: " + (cluster.transfers + cluster.adds - done));
  }

  @Test
  void hotWritesOfThirtyStoresAreSpreadByMovingReplicas() {
    cluster.addStores(STORES);
    cluster.addRegions(REGIONS, region -> region % 50 == 0 ? cluster.anyOf(3, 1, 30) : cluster.anyOf(3, 1, STORES));
    int i = 0;
    for (SimulatedRegion region : cluster.regions()) region.writePerSecond = i++ % 50 == 0 ? load(i / 10) : 0;
    only(SchedulerName.HOT_REGIONS);
    cluster.reportEvery(60_000);
    cluster.lead();
    set(Setting.HOT_OPERATORS_MAX, 0);
    cluster.run(240_000);
    Evenness before = writes();
    set(Setting.HOT_OPERATORS_MAX, 64);
    set(Setting.STORE_ADDS_PER_MINUTE, 240);
    long millis = cluster.runUntilQuiet(HOUR);
    Evenness after = writes();
    print(
        "hot regions, writes of 2,000 on thirty stores: load %s -> %s; leaders' load %s; %d transfers, %d moves; %.1f minutes",
        before, after, leaderLoad(), cluster.transfers, cluster.adds, minutes(millis));
    assertTrue(before.maxOverMean() > 3, before.toString());
    assertTrue(after.maxOverMean() < 1.15, after.toString());
  }

  private Evenness writes() {
    double[] sums = new double[STORES + 1];
    for (SimulatedRegion region : cluster.regions()) {
      for (RegionPeer peer : region.region.peers().list()) sums[(int) peer.store()] += region.writePerSecond;
    }
    return even(store -> sums[(int) store.record().id()]);
  }

  @Test
  void regionsThatAreTooBigOrTooBusyAreSplitButNotOneHotKey() {
    cluster.addStores(STORES);
    cluster.addRegions(REGIONS, new SimulatedCluster.Layout() {
      @Override
      public long[] storesOf(int region) { return cluster.anyOf(3, 1, STORES); }

      @Override
      public long bytesOf(int region) { return (region % 100 == 0 ? 300 + region / 50 : 96) * MIB; }
    });
    int i = 0;
    for (SimulatedRegion region : cluster.regions()) {
      if (i++ % 1_000 != 5) continue;
      region.readPerSecond = 60 * MIB;
      long start = SimulatedCluster.number(region.region.start());
      boolean oneKey = i % 2_000 < 1_000;
      region.buckets = List.of(new LoadBucket(region.region.start(), oneKey ? 95 : 40),
          new LoadBucket(SimulatedCluster.keyAt(start + 4711), oneKey ? 5 : 60));
    }
    only(SchedulerName.SPLIT);
    cluster.reportEvery(60_000);
    cluster.lead();
    long millis = cluster.runUntilQuiet(HOUR);
    long tooBig = cluster.regions().stream().filter(region -> region.bytes > 256 * MIB).count();
    long tooBusy = cluster.regions().stream().filter(region -> region.readPerSecond > 16 * MIB).count();
    long oneKey = cluster.overview().schedulers().get(SchedulerName.SPLIT.ordinal()).reasons()
        .getOrDefault(Reason.ONE_HOT_KEY, 0L);
    print(
        "split, 1,000 regions of 0.3 to 2.3 GiB and 100 that bear 60 MiB/s, 50 of them on one key: %d splits, %d regions more,"
            + " %d too big, %d too busy, one hot key seen %d times; %.1f minutes",
        cluster.splits, cluster.regions().size() - REGIONS,
        tooBig, tooBusy, oneKey, minutes(millis));
    assertEquals(0, tooBig);
    assertEquals(50, tooBusy, "those with one hot key");
    assertEquals(0, cluster.overview().gaps());
    assertEquals(cluster.regions().size(), cluster.overview().regionCount());
  }

  @Test
  void smallRegionsAreMergedIntoTheirNeighboursWhenThatIsSwitchedOn() {
    cluster.addStores(STORES);
    cluster.addRegions(REGIONS, new SimulatedCluster.Layout() {
      @Override
      public long[] storesOf(int region) { return cluster.anyOf(3, 1, STORES); }

      @Override
      public long bytesOf(int region) { return (region % 100 == 0 ? 4 : 96) * MIB; }
    });
    only();
    cluster.lead();
    set(Setting.MERGE_AFTER_MILLIS, 120_000);
    set(Setting.MERGE_OPERATORS_MAX, 128);
    cluster.run(60_000);
    cluster.apply(new ClusterCommand.SwitchScheduler(SchedulerName.MERGE, true));
    cluster.run(120_000);
    long millis = cluster.runUntilQuiet(HOUR);
    print("merge, 1,000 regions of 4 MiB: %d merges, %d moves before them, at most %d needed; %.1f minutes",
        cluster.merges,
        cluster.adds, 3_000, minutes(millis));
    assertEquals(1_000, cluster.merges);
    assertTrue(cluster.adds <= 3_000);
    assertEquals(REGIONS - 1_000, cluster.overview().regionCount());
    assertEquals(0, cluster.overview().gaps());
  }

  @Test
  void allSchedulersTogetherUnderLoadComeToRest() {
    for (int i = 0; i < STORES; i++) {
      cluster.addStore(1024 * SimulatedCluster.GIB, StoreLabels.of("zone", "z" + i % 5, "rack", "r" + i % 20));
    }
    cluster.addRegions(20_000, region -> cluster.anyOf(3, 1, 90));
    for (SimulatedRegion region : cluster.regions()) {
      boolean hot = cluster.random.nextInt(100) == 0;
      region.readPerSecond = cluster.random.nextLong(hot ? 8 * MIB : MIB / 8);
      region.writePerSecond = cluster.random.nextLong(hot ? 4 * MIB : MIB / 16);
    }
    set(Setting.STORE_ADDS_PER_MINUTE, 240);
    cluster.reportEvery(60_000);
    cluster.lead();
    long zonesMissing = cluster.regions().stream().mapToLong(region -> 3 - zones(region)).sum();
    cluster.run(HOUR / 2);
    long transfers = cluster.transfers;
    long adds = cluster.adds;
    cluster.nanosInDriver = 0;
    cluster.run(HOUR / 6);
    print(
        "all schedulers but merge, 20,000 regions under load, ten new stores, replicas to be spread over zones: bytes %s; leaders %s;"
            + " leaders' load %s; %d moves (%d for zones), %d transfers; then at rest, the driver busy for %.2f%% of a core",
        bytes(),
        leaders(), leaderLoad(), adds, zonesMissing, transfers, cluster.nanosInDriver / 1e4 / (HOUR / 6));
    assertTrue(cluster.regions().stream().allMatch(region -> zones(region) == 3));
    assertTrue(bytes().maxOverMean() < 1.05 && leaders().maxOverMean() < 1.05 && leaderLoad().maxOverMean() < 1.15);
    assertEquals(transfers, cluster.transfers, "leaders moved to and fro");
    assertEquals(adds, cluster.adds, "regions moved to and fro");
  }
}
