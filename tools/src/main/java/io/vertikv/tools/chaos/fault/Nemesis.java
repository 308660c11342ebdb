package io.vertikv.tools.chaos.fault;

import io.vertikv.tools.chaos.cluster.ChaosCluster;
import io.vertikv.tools.chaos.cluster.ChaosFailed;
import io.vertikv.tools.chaos.cluster.ChaosNode;
import io.vertikv.tools.chaos.cluster.SlowDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Carries out the strikes of a schedule, one after the other, and undoes each before the next: so no two of them take a
 * majority away together. A thread of its own; it leaves everything well.
 */
public final class Nemesis implements AutoCloseable {
  private static final int ROUND_SECONDS_MAX = 300;

  private final ChaosCluster cluster;
  private final Schedule schedule;
  private final Map<FaultKind, Integer> struck = new EnumMap<>(FaultKind.class);
  private final CountDownLatch leave = new CountDownLatch(1);
  private final Thread thread;
  private volatile String present = "";
  private volatile RuntimeException failure;

  private Nemesis(ChaosCluster cluster, Schedule schedule) {
    this.cluster = cluster;
    this.schedule = schedule;
    this.thread = Thread.ofPlatform().name("nemesis").unstarted(this::run);
  }

  public static Nemesis start(ChaosCluster cluster, List<FaultKind> kinds, long seed) {
    Nemesis nemesis = new Nemesis(cluster, new Schedule(cluster.nodes().size(), kinds, seed));
    nemesis.thread.start();
    return nemesis;
  }

  /** What is wrong just now, in words; empty when nothing is. */
  public String present() {
    return present;
  }

  /** Null as long as the nemesis could do what it wanted, and the cluster did not die of itself. */
  public RuntimeException failure() {
    return failure;
  }

  /** How often which fault was done, once it has left. */
  public Map<FaultKind, Integer> struck() { return struck; }

  /** Returns when everything is well again. */
  @Override
  public void close() {
    leave.countDown();
    try {
      if (!thread.join(Duration.ofSeconds(ROUND_SECONDS_MAX)))
        throw new ChaosFailed("the last fault was not undone in " + ROUND_SECONDS_MAX + " s");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      for (Strike strike = schedule.next(); !left(strike.calmMillis()); strike = schedule.next()) {
        expectAllUp();
        strike(strike);
        struck.merge(strike.kind(), 1, Integer::sum);
        present = "";
      }
    } catch (IOException failed) {
      failure = new ChaosFailed("a fault could not be done or undone", failed);
    } catch (InterruptedException stopped) {
      failure = new ChaosFailed("stopped while striking", stopped);
    } catch (RuntimeException failed) {
      failure = failed;
    }
  }

  /** Waits; true when it is time to go. */
  private boolean left(int millis) throws InterruptedException {
    return leave.await(millis, TimeUnit.MILLISECONDS);
  }

  private void expectAllUp() {
    for (ChaosNode node : cluster.nodes())
      if (node.hasEndedByItself()) throw new ChaosFailed(node.name() + " has ended by itself");
  }

  private void strike(Strike strike) throws IOException, InterruptedException {
    OptionalInt leader = cluster.leader();
    List<ChaosNode> victims = victims(strike, leader);
    present = text(strike, victims, leader);
    switch (strike.kind()) {
      case KILL, ALL_DOWN -> kill(victims, strike);
      case PAUSE -> pause(victims, strike);
      case PARTITION -> partition(victims, strike);
      case SLOW_NETWORK -> slowNetwork(victims, strike);
      case RESET -> victims.forEach(victim -> victim.proxy().breakConnections());
      case SLOW_DISK -> slowDisk(victims, strike);
      case DISK_FULL -> fillDisk(strike);
    }
  }

  private static String text(Strike strike, List<ChaosNode> victims, OptionalInt leader) {
    List<Integer> places = victims.stream().map(ChaosNode::index).toList();
    return strike.text(places, leader.isPresent() && places.contains(leader.getAsInt()));
  }

  private List<ChaosNode> victims(Strike strike, OptionalInt leader) {
    List<Integer> places = new ArrayList<>(strike.victims());
    if (strike.atLeader() && leader.isPresent() && !places.contains(leader.getAsInt()))
      places.set(0, leader.getAsInt());
    return places.stream().map(cluster::node).toList();
  }

  private void kill(List<ChaosNode> victims, Strike strike) throws IOException, InterruptedException {
    for (ChaosNode victim : victims) victim.kill();
    left(strike.lastMillis());
    for (ChaosNode victim : victims) victim.start();
    for (ChaosNode victim : victims) victim.awaitReady();
  }

  private void pause(List<ChaosNode> victims, Strike strike) throws IOException, InterruptedException {
    for (ChaosNode victim : victims) victim.pause();
    left(strike.lastMillis());
    for (ChaosNode victim : victims) victim.resume();
  }

  private void partition(List<ChaosNode> victims, Strike strike) throws InterruptedException {
    boolean onePair = strike.cut() == Cut.ONE_PAIR;
    List<ChaosNode> others = cluster.nodes().stream().filter(node -> !victims.contains(node)).toList();
    for (ChaosNode victim : onePair ? victims.subList(0, 1) : victims) {
      for (ChaosNode other : onePair ? others.subList(0, 1) : others) {
        if (strike.cut() != Cut.FROM_VICTIMS) cluster.links().cut(other.index(), victim.index());
        if (strike.cut() != Cut.TO_VICTIMS) cluster.links().cut(victim.index(), other.index());
      }
    }
    left(strike.lastMillis());
    cluster.links().heal();
  }

  private void slowNetwork(List<ChaosNode> victims, Strike strike) throws InterruptedException {
    for (ChaosNode victim : victims) {
      for (ChaosNode other : cluster.nodes()) {
        cluster.links().delay(other.index(), victim.index(), strike.slowMillis());
        cluster.links().delay(victim.index(), other.index(), strike.slowMillis());
      }
    }
    left(strike.lastMillis());
    cluster.links().heal();
  }

  private void slowDisk(List<ChaosNode> victims, Strike strike) throws IOException, InterruptedException {
    List<SlowDisk> slow = new ArrayList<>();
    try {
      for (ChaosNode victim : victims) slow.add(victim.slowDisk(strike.slowMillis()));
      left(strike.lastMillis());
    } finally {
      slow.forEach(SlowDisk::close);
    }
  }

  /** A node may stop itself rather than go on without room; it comes back when there is some. */
  private void fillDisk(Strike strike) throws IOException, InterruptedException {
    for (ChaosNode node : cluster.nodes()) {
      if (!node.hasSmallDisk()) continue;
      present = text(strike, List.of(node), cluster.leader());
      node.fillDisk();
      left(strike.lastMillis());
      node.freeDisk();
      if (node.isUp()) continue;
      node.start();
      node.awaitReady();
    }
  }
}
