package io.vertikv.placement.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.SchedulerName;
import io.vertikv.placement.cluster.Setting;
import io.vertikv.placement.cluster.StoreLife;
import io.vertikv.placement.driver.StoreStatus;
import io.vertikv.placement.operator.Operator;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.rule.StoreLabels;
import io.vertikv.placement.topology.StoreState;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Everything at once: stores die, come back or do not, are drained and removed, regions grow, split and merge, and placement leaders
 * follow each other. No order may ever cost a majority ({@link SimulatedCluster} watches), and when it is over every region must be
 * whole again.
 */
class CalamityTest {
  /** More of them by hand: {@code -Dcalamity.seeds=500}. */
  private static final int SEEDS = Integer.getInteger("calamity.seeds", 8);
  private static final int STORES = 12;
  private static final int ROUNDS = 40;
  private static final int MINUTE = 60_000;

  private static SimulatedCluster cluster(long seed) {
    SimulatedCluster cluster = new SimulatedCluster(seed);
    for (int i = 0; i < STORES; i++) cluster.addStore(100 * SimulatedCluster.GIB, StoreLabels.of("zone", "z" + i % 4));
    cluster.addRegions(200, region -> cluster.anyOf(3, 1, STORES));
    cluster.apply(new ClusterCommand.Configure(0,
        Map.of(Setting.DOWN_AFTER_MILLIS, 120_000L, Setting.MERGE_AFTER_MILLIS, 60_000L)));
    cluster.apply(new ClusterCommand.SwitchScheduler(SchedulerName.MERGE, true));
    cluster.reportEvery(MINUTE);
    cluster.lead();
    return cluster;
  }

  private static void live(SimulatedCluster cluster) {
    long dead = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long store = 1 + cluster.random.nextInt(STORES);
      switch (cluster.random.nextInt(8)) {
        case 0 -> cluster.lead();
        case 1 -> cluster.apply(new ClusterCommand.DrainStore(store, cluster.random.nextBoolean()));
        case 2 -> cluster.slowScore(store, cluster.random.nextBoolean() ? 90 : 1);
        case 3 -> cluster.regions().forEach(region -> {
          if (cluster.random.nextInt(20) == 0)
            cluster.resize(region, cluster.random.nextLong(400 * SimulatedCluster.MIB));
        });
        case 4 -> cluster.regions().forEach(region -> {
          region.readPerSecond = cluster.random.nextInt(20) == 0 ? 40 * SimulatedCluster.MIB : 0;
        });
        case 5 -> cluster.apply(new ClusterCommand.ChangeLife(store,
            cluster.random.nextInt(3) == 0 ? StoreLife.REMOVING : StoreLife.SERVING));
        default -> {
          if (dead != 0) cluster.revive(dead);
          dead = dead != 0 || !mayDie(cluster, store) ? 0 : store;
          if (dead != 0) cluster.kill(store);
        }
      }
      cluster.run((1 + cluster.random.nextInt(180)) * 1_000L);
    }
    if (dead != 0) cluster.revive(dead);
  }

  /** Only while no region has a replica that lags or is missing: who dies then is to blame for what is lost. */
  private static boolean mayDie(SimulatedCluster cluster, long store) {
    return cluster.regions().stream().allMatch(region -> region.pending.isEmpty() && !region.region.peers().isJoint()
        && region.region.peers().voters() >= 3);
  }

  private static void calmDown(SimulatedCluster cluster) {
    for (long store = 1; store <= STORES; store++) {
      cluster.apply(new ClusterCommand.DrainStore(store, false));
      cluster.slowScore(store, 1);
    }
    cluster.regions().forEach(region -> region.readPerSecond = 0);
    cluster.runUntilQuiet(240 * MINUTE);
  }

  private static void isWhole(SimulatedCluster cluster, String seed) {
    assertEquals(0, cluster.overview().gaps(), seed);
    assertEquals(cluster.regions().size(), cluster.overview().regionCount(), seed);
    for (SimulatedRegion region : cluster.regions()) {
      assertEquals(3, region.region.peers().voters(), seed + region.region);
      assertEquals(3, region.region.peers().size(), seed + region.region);
      for (RegionPeer peer : region.region.peers().list()) {
        StoreStatus store = cluster.overview().store(peer.store()).orElseThrow();
        assertTrue(store.state().takesMore(), seed + region.region + " " + store);
      }
    }
    for (Operator operator : cluster.overview().operators()) assertEquals(null, operator, seed);
    for (StoreStatus store : cluster.overview().stores())
      assertTrue(store.state() != StoreState.REMOVING, seed + store);
  }

  @Test
  void whateverHappensEveryRegionIsWholeInTheEndAndNoOrderEverCostAMajority() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      SimulatedCluster cluster = cluster(seed);
      try {
        live(cluster);
        calmDown(cluster);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
      isWhole(cluster, "seed " + seed + " ");
    }
  }

  @Test
  void theSameSeedDoesTheSame() {
    SimulatedCluster one = cluster(7);
    SimulatedCluster two = cluster(7);
    live(one);
    live(two);
    assertEquals(one.heartbeats, two.heartbeats);
    assertEquals(one.adds + " " + one.transfers + " " + one.splits + " " + one.merges + " " + one.lastOrderMillis,
        two.adds + " " + two.transfers + " " + two.splits + " " + two.merges + " " + two.lastOrderMillis);
    assertTrue(one.adds > 0 && one.transfers > 0 && one.splits > 0 && one.merges > 0);
  }
}
