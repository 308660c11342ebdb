package io.vertikv.placement.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.placement.cluster.ClusterCommand;
import io.vertikv.placement.cluster.ClusterState;
import io.vertikv.placement.cluster.CommandResult;
import io.vertikv.placement.cluster.StoreAddresses;
import io.vertikv.placement.cluster.StoreLife;
import io.vertikv.placement.driver.Overview;
import io.vertikv.placement.driver.PlacementDriver;
import io.vertikv.placement.driver.RegionAnswer;
import io.vertikv.placement.driver.Turn;
import io.vertikv.placement.ids.IdWindow;
import io.vertikv.placement.operator.Order;
import io.vertikv.placement.operator.Step;
import io.vertikv.placement.report.PeerRole;
import io.vertikv.placement.report.RegionDescriptor;
import io.vertikv.placement.report.RegionPeer;
import io.vertikv.placement.report.RegionPeers;
import io.vertikv.placement.report.StoreReport;
import io.vertikv.placement.rule.StoreLabels;
import io.vertikv.store.bytes.ByteReader;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.region.RegionEpoch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Stores and regions in virtual time, which do what the driver under test orders and report what has become of it. Everything is
 * decided by the seed. What must never happen (an order that costs the majority, or removes the leader, or meets another) fails
 * the test at once.
 */
public final class SimulatedCluster {
  public static final long MIB = 1 << 20;
  public static final long GIB = 1 << 30;
  static final int TICK_MILLIS = 1_000;
  private static final int STORE_REPORT_MILLIS = 10_000;
  private static final int CONF_CHANGE_MILLIS = 100;
  private static final int TRANSFER_MILLIS = 50;
  private static final int SNAPSHOT_MILLIS = 1_000;
  private static final long SNAPSHOT_BYTES_PER_SECOND = 50 * MIB;

  private record Event(long at, long number, Runnable what) {}

  private final PriorityQueue<Event> events = new PriorityQueue<>(
      (a, b) -> a.at() != b.at() ? Long.compare(a.at(), b.at()) : Long.compare(a.number(), b.number()));
  private final Map<Long, SimulatedRegion> regions = new LinkedHashMap<>();
  private final Map<Long, Long> capacities = new LinkedHashMap<>();
  private final Map<Long, Long> used = new HashMap<>();
  private final Map<Long, Integer> slowScores = new HashMap<>();
  private final Set<Long> dead = new HashSet<>();
  final SplittableRandom random;
  private ClusterState state = ClusterState.EMPTY;
  private PlacementDriver driver;
  private long now;
  private long eventNumber;
  private long nextId = 1;
  private int regionReportMillis;
  private List<SimulatedRegion> inOrder = List.of();
  long transfers;
  long adds;
  long removes;
  long splits;
  long merges;
  long lastOrderMillis;
  long heartbeats;
  long nanosInDriver;

  public SimulatedCluster(long seed) {
    random = new SplittableRandom(seed);
    state = state.with(new IdWindow(1L << 40, List.of()));
  }

  // What there is.

  public long addStore(long capacity, StoreLabels labels) {
    long id = nextId++;
    capacities.put(id, capacity);
    apply(
        new ClusterCommand.PutStore(id, new StoreAddresses("h" + id + ":1", "h" + id + ":2", "h" + id + ":3"), labels));
    if (driver != null) reportStore(id);
    return id;
  }

  public void addStores(int count) {
    for (int i = 0; i < count; i++) addStore(1024 * GIB, StoreLabels.NONE);
  }

  /** Regions of equal ranges; {@code stores} tells where the peers of each are, the first leads. */
  public void addRegions(int count, Layout layout) {
    for (int i = 0; i < count; i++) {
      long id = nextId++;
      long[] stores = layout.storesOf(i);
      List<RegionPeer> peers = new ArrayList<>();
      for (long store : stores) peers.add(new RegionPeer(nextId++, store, PeerRole.VOTER));
      RegionDescriptor region = new RegionDescriptor(id, i == 0 ? Bytes.EMPTY : key(i),
          i == count - 1 ? Bytes.EMPTY : key(i + 1),
          new RegionEpoch(1, 1), new RegionPeers(peers));
      put(new SimulatedRegion(region, peers.getFirst().id(), layout.bytesOf(i)));
    }
  }

  /** Where regions are in the beginning. */
  public interface Layout {
    long[] storesOf(int region);

    default long bytesOf(int region) { return 96 * MIB; }
  }

  /** So many different stores out of first to last, by chance. */
  public long[] anyOf(int count, long first, long last) {
    long[] stores = new long[count];
    for (int i = 0; i < count;) {
      long store = first + random.nextLong(last - first + 1);
      boolean again = false;
      for (int j = 0; j < i; j++) again |= stores[j] == store;
      if (!again) stores[i++] = store;
    }
    return stores;
  }

  static Bytes key(long number) { return keyAt(number << 20); }

  static Bytes keyAt(long number) { return new ByteWriter().u64(number).toBytes(); }

  private void put(SimulatedRegion region) {
    regions.put(region.region.id(), region);
    for (RegionPeer peer : region.region.peers().list()) use(peer.store(), region.bytes);
  }

  private void use(long store, long bytes) { used.merge(store, bytes, Long::sum); }

  Collection<SimulatedRegion> regions() { return regions.values(); }

  SimulatedRegion region(long id) { return regions.get(id); }

  void resize(SimulatedRegion region, long bytes) {
    for (RegionPeer peer : region.region.peers().list()) use(peer.store(), bytes - region.bytes);
    region.bytes = bytes;
  }

  // What happens.

  /** A placement leader begins, and everybody reports. */
  public void lead() {
    driver = new PlacementDriver(state, random, now);
    capacities.keySet().forEach(this::reportStore);
    List.copyOf(regions.values()).forEach(this::report);
  }

  /** All stores are past their preparation. */
  public void allServing() {
    for (long store : capacities.keySet()) apply(new ClusterCommand.ChangeLife(store, StoreLife.SERVING));
  }

  public CommandResult apply(ClusterCommand command) {
    ClusterState.Applied applied = state.apply(command);
    state = applied.state();
    if (driver != null) driver.recorded(state, now);
    if (applied.result() instanceof CommandResult.Ids ids) driver.idsReserved(ids.first(), ids.count());
    return applied.result();
  }

  public ClusterState state() { return state; }

  public Overview overview() { return driver.overview(now); }

  public PlacementDriver driver() { return driver; }

  public long now() { return now; }

  /** Every region reports so often; 0: only when it has changed. */
  public void reportEvery(int millis) {
    regionReportMillis = millis;
  }

  public void slowScore(long store, int score) { slowScores.put(store, score); }

  public void kill(long store) {
    dead.add(store);
    for (SimulatedRegion region : regions.values()) {
      if (region.leaderStore() == store) elect(region);
    }
  }

  private void elect(SimulatedRegion region) {
    long next = region.successor(this::alive);
    assertTrue(next != 0, "one store was lost, and with it a majority: " + region.region);
    region.generation++;
    region.busy = false;
    region.leader = next;
    region.term++;
    later(2_000, () -> report(region));
  }

  public void revive(long store) {
    dead.remove(store);
    reportStore(store);
  }

  public boolean alive(long store) { return !dead.contains(store); }

  private void later(long millis, Runnable what) { events.add(new Event(now + millis, ++eventNumber, what)); }

  public void run(long millis) {
    long end = now + millis;
    while (now < end) {
      long tickAt = Math.min(end, now + TICK_MILLIS);
      while (!events.isEmpty() && events.peek().at() <= tickAt) {
        Event next = events.poll();
        now = Math.max(now, next.at());
        next.what().run();
      }
      now = tickAt;
      periodic();
      long began = System.nanoTime();
      Turn turn = driver.tick(now);
      nanosInDriver += System.nanoTime() - began;
      turn.commands().forEach(this::apply);
      turn.orders().forEach(this::carryOut);
    }
  }

  /** Until nothing has been ordered for a minute; returns the time of the last order since the beginning of this run. */
  public long runUntilQuiet(long millisMax) {
    long began = now;
    lastOrderMillis = now;
    while (now - began < millisMax && now - lastOrderMillis < 60_000) run(10_000);
    assertTrue(now - began < millisMax,
        "not quiet after " + millisMax / 60_000 + " minutes: " + overview().operators());
    return lastOrderMillis - began;
  }

  private void periodic() {
    if (now % STORE_REPORT_MILLIS < TICK_MILLIS) capacities.keySet().forEach(this::reportStore);
    if (regionReportMillis == 0) return;
    int slices = regionReportMillis / TICK_MILLIS;
    int slice = (int) (now / TICK_MILLIS % slices);
    if (slice == 0 || inOrder.isEmpty()) inOrder = new ArrayList<>(regions.values());
    for (int i = slice; i < inOrder.size(); i += slices) {
      SimulatedRegion region = inOrder.get(i);
      if (regions.get(region.region.id()) == region) report(region, regionReportMillis);
    }
  }

  private void reportStore(long store) {
    if (dead.contains(store)) return;
    long capacity = capacities.get(store);
    long full = used.getOrDefault(store, 0L);
    int peers = state.stores().get(store).life() == StoreLife.REMOVING ? peersOf(store) : 1;
    driver.heard(new StoreReport(store, new StoreReport.Disk(capacity, full, Math.max(0, capacity - full)), peers, 0,
        new StoreReport.Condition(slowScores.getOrDefault(store, 1), 0)), now);
  }

  private int peersOf(long store) {
    return (int) regions.values().stream().filter(region -> region.region.peers().onStore(store) != null).count();
  }

  void report(SimulatedRegion region) { report(region, 0); }

  private void report(SimulatedRegion region, int intervalMillis) {
    if (!alive(region.leaderStore())) return;
    List<Long> silent = new ArrayList<>(region.pending);
    for (RegionPeer peer : region.region.peers().list()) if (!alive(peer.store())) silent.add(peer.id());
    List<Long> before = region.pending;
    region.pending = silent;
    heartbeats++;
    long began = System.nanoTime();
    RegionAnswer answer = driver.heard(region.report(intervalMillis, List.of()), now);
    nanosInDriver += System.nanoTime() - began;
    region.pending = before;
    switch (answer) {
      case RegionAnswer.Nothing nothing -> {}
      case RegionAnswer.Do order -> carryOut(order.order());
      case RegionAnswer.Stale stale -> throw new AssertionError("stale: " + region.region + " known " + stale.known());
    }
  }

  // What stores do.

  private void carryOut(Order order) {
    SimulatedRegion region = regions.get(order.region());
    if (region == null || region.busy || !region.region.epoch().equals(order.epoch())) return;
    if (!alive(order.leaderStore()) || region.leaderStore() != order.leaderStore()) return;
    if (order.step() instanceof Step.MergeInto merge
        && (regions.get(merge.target()) == null || regions.get(merge.target()).busy))
      return;
    lastOrderMillis = now;
    switch (order.step()) {
      case Step.AddLearner add -> addLearner(region, add);
      case Step.Promote promote -> change(region, promote);
      case Step.EnterJoint joint -> joint(region, joint);
      case Step.LeaveJoint leave -> change(region, leave);
      case Step.RemovePeer remove -> {
        removes++;
        change(region, remove);
      }
      case Step.TransferLeader transfer -> transfer(region, transfer.peer());
      case Step.Split split -> split(region, split);
      case Step.MergeInto merge -> merge(region, regions.get(merge.target()));
      case Step.AcceptMerge accept -> throw new AssertionError("nobody is ordered to accept: " + order);
    }
  }

  private void start(SimulatedRegion region, long millis, Runnable what) {
    region.busy = true;
    int generation = region.generation;
    later(millis, () -> {
      if (generation != region.generation) return;
      region.busy = false;
      what.run();
    });
  }

  private void addLearner(SimulatedRegion region, Step.AddLearner add) {
    if (region.region.peers().positionOf(add.peer()) >= 0) return;
    adds++;
    start(region, CONF_CHANGE_MILLIS, () -> {
      region.pending = List.of(add.peer());
      setPeers(region, add.after(region.region.peers()));
      later(SNAPSHOT_MILLIS + region.bytes * 1000 / SNAPSHOT_BYTES_PER_SECOND, () -> {
        region.pending = List.of();
        report(region);
      });
    });
  }

  private void joint(SimulatedRegion region, Step.EnterJoint joint) {
    removes++;
    start(region, CONF_CHANGE_MILLIS, () -> {
      setPeers(region, joint.after(region.region.peers()));
      start(region, CONF_CHANGE_MILLIS, () -> setPeers(region, region.region.peers().afterJoint()));
    });
  }

  private void change(SimulatedRegion region, Step.ChangePeers step) {
    start(region, CONF_CHANGE_MILLIS, () -> setPeers(region, step.after(region.region.peers())));
  }

  private void setPeers(SimulatedRegion region, RegionPeers next) {
    RegionPeers before = region.region.peers();
    assertTrue(next.positionOf(region.leader) >= 0, "the leader was removed: " + before + " to " + next);
    long alive = next.list().stream().filter(peer -> peer.role() == PeerRole.VOTER || peer.role() == PeerRole.INCOMING)
        .filter(peer -> alive(peer.store()) && !region.pending.contains(peer.id())).count();
    assertTrue(alive > next.voters() / 2, "no majority: " + before + " to " + next);
    assertEquals(next.size(), next.list().stream().map(RegionPeer::store).distinct().count(),
        "two on a store: " + next);
    for (RegionPeer peer : next.list()) if (before.positionOf(peer.id()) < 0) use(peer.store(), region.bytes);
    for (RegionPeer peer : before.list()) if (next.positionOf(peer.id()) < 0) use(peer.store(), -region.bytes);
    region.peers(next);
    report(region);
  }

  private void transfer(SimulatedRegion region, long to) {
    transfers++;
    start(region, TRANSFER_MILLIS, () -> {
      RegionPeer next = region.region.peers().at(region.region.peers().positionOf(to));
      if (!alive(next.store())) return;
      region.leader = to;
      region.term++;
      report(region);
    });
  }

  /** The last part keeps the id, as a store does it; without keys, into equal parts. */
  private void split(SimulatedRegion region, Step.Split split) {
    splits++;
    start(region, CONF_CHANGE_MILLIS, () -> {
      RegionDescriptor whole = region.region;
      int pieces = split.parts().size() + 1;
      List<Bytes> keys = split.keys().isEmpty() ? keysWithin(whole, pieces - 1) : split.keys();
      RegionEpoch epoch = new RegionEpoch(whole.epoch().version() + pieces - 1, whole.epoch().confVersion());
      List<SimulatedRegion> parts = new ArrayList<>();
      for (int i = 0; i < pieces - 1; i++) {
        List<RegionPeer> peers = new ArrayList<>();
        for (int p = 0; p < whole.peers().size(); p++) {
          RegionPeer old = whole.peers().at(p);
          peers.add(new RegionPeer(split.parts().get(i).peers().get(p), old.store(), old.role()));
        }
        RegionDescriptor part = new RegionDescriptor(split.parts().get(i).region(),
            i == 0 ? whole.start() : keys.get(i - 1),
            keys.get(i), epoch, new RegionPeers(peers));
        long leader = peers.get(whole.peers().positionOf(region.leader)).id();
        parts.add(share(new SimulatedRegion(part, leader, region.bytes / pieces), region, pieces));
      }
      region.region = new RegionDescriptor(whole.id(), keys.getLast(), whole.end(), epoch, whole.peers());
      region.bytes -= region.bytes / pieces * (pieces - 1);
      region.keys /= pieces;
      region.readPerSecond /= pieces;
      region.writePerSecond /= pieces;
      region.buckets = List.of();
      parts.forEach(part -> regions.put(part.region.id(), part));
      if (random.nextBoolean()) report(region);
      parts.forEach(this::report);
      report(region);
    });
  }

  private static SimulatedRegion share(SimulatedRegion part, SimulatedRegion of, int pieces) {
    part.keys = of.keys / pieces;
    part.readPerSecond = of.readPerSecond / pieces;
    part.writePerSecond = of.writePerSecond / pieces;
    return part;
  }

  private static List<Bytes> keysWithin(RegionDescriptor region, int count) {
    long from = region.start().length() == 0 ? 0 : number(region.start());
    long to = region.end().length() == 0 ? from + (1L << 20) : number(region.end());
    List<Bytes> keys = new ArrayList<>();
    for (int i = 1; i <= count; i++) keys.add(new ByteWriter().u64(from + (to - from) * i / (count + 1)).toBytes());
    return keys;
  }

  static long number(Bytes key) { return new ByteReader(key.array()).u64(); }

  private void merge(SimulatedRegion source, SimulatedRegion target) {
    merges++;
    for (RegionPeer peer : source.region.peers().list()) {
      assertTrue(target.region.peers().onStore(peer.store()) != null,
          "peers apart: " + source.region + " " + target.region);
    }
    target.busy = true;
    int generation = target.generation;
    start(source, 5 * CONF_CHANGE_MILLIS, () -> {
      target.busy = false;
      boolean moved = generation != target.generation || !regions.containsKey(target.region.id());
      if (moved) return;
      regions.remove(source.region.id());
      boolean left = source.region.end().equals(target.region.start()) && source.region.end().length() > 0;
      RegionEpoch epoch = new RegionEpoch(
          Math.max(source.region.epoch().version(), target.region.epoch().version()) + 1,
          target.region.epoch().confVersion());
      target.region = new RegionDescriptor(target.region.id(), left ? source.region.start() : target.region.start(),
          left ? target.region.end() : source.region.end(), epoch, target.region.peers());
      target.bytes += source.bytes;
      target.keys += source.keys;
      report(target);
    });
  }
}
