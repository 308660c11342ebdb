package io.vertikv.tools.sim;

import io.vertikv.raft.RaftConfig;
import io.vertikv.store.group.GroupLimits;
import io.vertikv.store.raftlog.LogWriterConfig;
import io.vertikv.store.raftlog.RaftLogConfig;
import io.vertikv.store.raftlog.SyncMode;
import io.vertikv.txn.region.RegionConfig;
import io.vertikv.tools.chaos.load.WorkloadKind;
import io.vertikv.txn.region.RequestLimits;
import io.vertikv.txn.route.RouteConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How rough a run is, and every knob that the code has, drawn from the seed. Each kind of trouble is switched off in about
 * half of the runs: with all of it all the time, nothing would ever get done, and deep states are reached by few kinds.
 * Chances are for each of the nemesis's looks, a few milliseconds apart.
 */
final class Weather {
  private static final int HEARTBEAT_MILLIS = 20;
  private static final int DRIFT_PERMILLE = 100;

  final int stores;
  final int electionMillis;
  final double clockError;
  final double crash;
  final double restart;
  final double powerCut;
  final double blackout;
  final double partition;
  final double heal;
  final double oneWay;
  final double pause;
  final double transfer;
  final double change;
  final double campaign;
  final double syncFailure;
  final double slowDisk;
  final double flush;
  final double compact;
  final double pressed;
  final double cold;
  final double chill;
  final double oracleAway;
  final double readsHere;
  final boolean requestIds;
  final long patienceMillis;
  /** Between two requests of a client, at most. */
  final int restMillis;
  private final List<Workload> workloads = new ArrayList<>();
  private final RegionConfig region;
  private final double loss;
  private final double doubled;
  private final boolean orderly;
  private final long delayMicros;
  private final RaftConfig raft;
  private final GroupLimits limits;
  private final RaftLogConfig log;
  private final LogWriterConfig writer;
  private final boolean front;
  private final List<WorkloadKind> kinds = new ArrayList<>();
  private final boolean watches;
  private final double reset;
  private final double fullDisk;
  private final long clientPatienceMillis;
  private final int founders;
  private final double split;
  private final double move;
  private final int regionsMax;
  private final RouteConfig route;

  /** What some mutations need to show themselves within a bearable number of seeds. */
  enum Need {
    NOTHING,
    /** Storms, which otherwise come with one seed of eight, and entries that travel one by one. */
    ELECTIONS,
    /** Few requests that are remembered. */
    FORGETTING,
    /** Leaders that are cut off, also while they hand over, and little else. */
    PARTITIONS,
    /** Groups that fall asleep, and stores that stay dead for a while. */
    SLEEP,
    /** Regions that split and whose replicas move. */
    REGIONS
  }

  /** Where clients come in. */
  enum Entrance {
    /** As the seed wants it. */
    ANY,
    /** They ask the regions of stores. */
    REGION,
    /** They speak RESP to front ends. */
    FRONT
  }

  Weather(RandomGenerator random, Need need, Entrance entrance) {
    boolean storm = random.nextInt(8) == 0 && need == Need.NOTHING || need == Need.ELECTIONS;
    boolean cuts = need == Need.PARTITIONS;
    boolean sleep = need == Need.SLEEP;
    electionMillis = 60 + (storm || cuts ? 0 : random.nextInt(140));
    clockError = DRIFT_PERMILLE / 1000.0 * 0.45;
    crash = storm ? 0.06 : cuts ? 0 : sleep ? 0.01 : sometimes(random, 0.02);
    restart = storm ? 0.5 : sleep ? 0.002 : 0.02 + random.nextDouble() * 0.1;
    powerCut = random.nextDouble();
    blackout = sometimes(random, 0.3);
    partition = cuts ? 0.02 : sometimes(random, 0.02);
    heal = cuts ? 0.01 : 0.02 + random.nextDouble() * 0.08;
    oneWay = cuts ? 0.7 : random.nextDouble() * 0.6;
    pause = cuts ? 0 : sometimes(random, 0.01);
    transfer = cuts ? 0.05 : sometimes(random, 0.02);
    change = sometimes(random, 0.03);
    campaign = storm ? 0.1 : cuts ? 0.05 : sometimes(random, 0.02);
    syncFailure = sometimes(random, 0.003);
    slowDisk = sometimes(random, 0.02);
    flush = 0.02 + random.nextDouble() * 0.2;
    compact = 0.02 + random.nextDouble() * 0.2;
    pressed = random.nextDouble() * 0.5;
    cold = sometimes(random, 0.8);
    chill = random.nextDouble() * 0.05;
    oracleAway = sometimes(random, 0.1);
    readsHere = sometimes(random, 0.7);
    requestIds = random.nextBoolean();
    restMillis = cuts ? 150 : sleep ? 1_000 : random.nextInt(4) == 0 ? 100 : 20;
    patienceMillis = random.nextBoolean() ? 500 : 5_000;
    loss = cuts ? 0 : sometimes(random, 0.1);
    doubled = storm ? 0.4 : sometimes(random, 0.1);
    orderly = !storm && random.nextBoolean();
    delayMicros = storm ? 40_000 : cuts ? 500 : random.nextInt(6) == 0 ? 60_000 : random.nextBoolean() ? 500 : 8_000;
    raft = new RaftConfig(electionMillis, HEARTBEAT_MILLIS, DRIFT_PERMILLE,
        need == Need.ELECTIONS ? 100 : 100 + random.nextInt(2_000), need == Need.ELECTIONS ? 1 : 1 + random.nextInt(16),
        500 + random.nextInt(20_000), 200, 1 << 20, 100, 50);
    limits = new GroupLimits(1 + random.nextInt(8), 200 + random.nextInt(10_000), 200 + random.nextInt(20_000),
        100 + random.nextInt(2_000), random.nextInt(60), random.nextInt(4) < 2 || cuts || sleep ? 30 : 0);
    log = new RaftLogConfig(4_096 << random.nextInt(3), 4_096, random.nextInt(8_000), 2 + random.nextInt(3), 1_024);
    writer = new LogWriterConfig(SyncMode.ALWAYS, 4_096 << random.nextInt(6), 4_096, 5);
    int batchBytes = 100 + random.nextInt(3_000);
    RegionConfig plain = new RegionConfig(random.nextInt(30_000), batchBytes, 1 << 20,
        batchBytes + random.nextInt(6_000),
        1 + random.nextInt(8), 1 + random.nextInt(3), random.nextInt(300) * SimScheduler.MILLI,
        random.nextBoolean() ? 0 : 1 + random.nextInt(2_000), 1 + random.nextInt(50));
    for (Workload each : List.of(new Registers(), new Counters(), new Lists(), new Bank())) {
      if (random.nextInt(3) != 0) workloads.add(each);
    }
    if (workloads.isEmpty()) workloads.add(new Counters());
    region = entrance == Entrance.REGION && need != Need.FORGETTING ? plain : forgetful(plain, random);
    front = entrance == Entrance.ANY ? random.nextBoolean() : entrance == Entrance.FRONT;
    for (WorkloadKind each : WorkloadKind.ALL) if (random.nextInt(3) != 0) kinds.add(each);
    watches = random.nextBoolean();
    reset = sometimes(random, 0.1);
    fullDisk = sometimes(random, 0.02);
    clientPatienceMillis = 500 + random.nextInt(6_000);
    boolean several = need == Need.REGIONS || need == Need.NOTHING && entrance == Entrance.ANY && random.nextBoolean();
    stores = several ? 3 + random.nextInt(3) : random.nextInt(3) == 0 ? 5 : 3;
    founders = several ? 3 : stores;
    split = several ? 0.002 + random.nextDouble() * 0.02 : 0;
    move = several && random.nextInt(3) != 0 ? random.nextDouble() * 0.05 : 0;
    regionsMax = 2 + random.nextInt(8);
    route = new RouteConfig(requestIds, (100 + random.nextInt(2_000)) * SimScheduler.MILLI,
        (100 + random.nextInt(2_000)) * SimScheduler.MILLI, 1 + random.nextInt(20),
        new RouteConfig.Limits(2 + random.nextInt(100), 1 << 20, 1 + random.nextInt(2_000), 1 << 16, 1 << 16,
            2 + random.nextInt(100), 1 << 20, 1 + random.nextInt(10)));
  }

  /** Often remembers so few requests that some are forgotten before they have ended. */
  private static RegionConfig forgetful(RegionConfig c, RandomGenerator random) {
    RequestLimits limits = random.nextInt(3) == 0
        ? RequestLimits.DEFAULT
        : new RequestLimits(1 + random.nextInt(60), 200 + random.nextInt(5_000), 1 + random.nextInt(8));
    return new RegionConfig(c.versionCacheBytesMax(), c.batchBytesMax(), c.entryBytesMax(), c.unappliedBytesMax(),
        c.runOperationsMax(), c.loadRoundsMax(), c.leaderWaitNanos(), c.retentionMillis(), c.garbageEntriesMax(),
        limits);
  }

  private static double sometimes(RandomGenerator random, double most) {
    return random.nextBoolean() ? 0 : random.nextDouble() * most;
  }

  boolean front() { return front; }

  List<WorkloadKind> kinds() { return kinds; }

  /** Some clients use WATCH. */
  boolean watches() {
    return watches;
  }

  /** The chance that a client's connection breaks while it waits for an answer. */
  double reset() {
    return reset;
  }

  double fullDisk() { return fullDisk; }

  long clientPatienceMillis() { return clientPatienceMillis; }

  /** The first stores; others stand by until replicas are moved to them. */
  int founders() {
    return founders;
  }

  double split() { return split; }

  double move() { return move; }

  int regionsMax() { return regionsMax; }

  RouteConfig route() { return route; }

  double loss() { return loss; }

  double doubled() { return doubled; }

  /** Connections keep their order, as those of the real transport do. */
  boolean orderly() {
    return orderly;
  }

  long delayMicros() { return delayMicros; }

  RaftConfig raft() { return raft; }

  GroupLimits limits() { return limits; }

  RegionConfig region() { return region; }

  List<Workload> workloads() { return workloads; }

  RaftLogConfig log() { return log; }

  LogWriterConfig writer() { return writer; }
}
