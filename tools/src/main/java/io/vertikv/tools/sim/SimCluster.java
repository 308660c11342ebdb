package io.vertikv.tools.sim;

import io.vertikv.raft.membership.Membership;
import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.store.group.PeerAddresses;
import io.vertikv.store.raftlog.LogPoisoned;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** All machines of a run, what lies between them, and what everybody has agreed on. The first peers are numbered by their stores. */
final class SimCluster {
  private static final long CLOCK_ORIGIN_MAX = 1L << 45;
  private static final int NOTICE_MILLIS_MAX = 5;
  /** Those of the first region and its peers. */
  private static final long IDS_BEFORE = 100;

  private final SimScheduler time;
  private final SimTrace trace;
  private final Weather weather;
  private final Mutation mutation;
  private final SimNetwork network;
  private final SimOracle oracle;
  private final Ledger ledger;
  private final Votes votes = new Votes();
  private final List<SimNode> nodes = new ArrayList<>();
  private final List<SimReplica> replicas = new ArrayList<>();
  private final RandomGenerator notices;
  private final Membership founders;
  private final SortedMap<Long, Long> homes = new TreeMap<>();
  private long lastId = IDS_BEFORE;
  private boolean calm;

  SimCluster(SimRandom random, SimScheduler time, SimTrace trace, Mutation mutation) {
    this.time = time;
    this.trace = trace;
    this.mutation = mutation;
    weather = new Weather(random.of("weather"), mutation.needs(), mutation.entrance());
    network = new SimNetwork(time, random.of("network"), weather);
    notices = random.of("notices");
    oracle = new SimOracle(time, random.of("oracle"), weather.oracleAway);
    SimLoop idle = new SimLoop(time, new SimClock(time, 1, 0), random.of("reference"), failure -> {});
    RandomGenerator clocks = random.of("clocks");
    for (long id = 1; id <= weather.stores; id++) {
      if (id <= weather.founders()) homes.put(id, id);
      double rate = 1 + mutation.clockError(weather.clockError) * (2 * clocks.nextDouble() - 1);
      SimClock clock = new SimClock(time, rate, clocks.nextLong(CLOCK_ORIGIN_MAX));
      nodes.add(new SimNode(id, clock, random.of("store " + id), random.of("front " + id)));
    }
    founders = Membership.of(PeerSet.of(homes.keySet().stream().mapToLong(Long::longValue).toArray()));
    ledger = new Ledger(
        new Reference(idle, oracle.seenFrom(idle), weather.region(), founders, PeerAddresses.of(homes)));
    nodes.forEach(node -> node.start(this));
  }

  SimScheduler time() { return time; }

  SimTrace trace() { return trace; }

  Weather weather() { return weather; }

  Mutation mutation() { return mutation; }

  SimNetwork network() { return network; }

  SimOracle oracle() { return oracle; }

  Ledger ledger() { return ledger; }

  Votes votes() { return votes; }

  List<SimNode> nodes() { return nodes; }

  Membership founders() { return founders; }

  SortedMap<Long, Long> homes() { return homes; }

  /** Of a region or a peer; nobody gets it again. */
  long nextId() {
    return ++lastId;
  }

  /** Takes note of who is there now. */
  void look() {
    replicas.clear();
    for (SimNode node : nodes) if (node.up()) replicas.addAll(node.store().replicas().all());
  }

  /** Of all stores that ran at the last {@link #look}. */
  List<SimReplica> replicas() {
    return replicas;
  }

  /** The replica that a store has of the region; null: none, or the store does not run. */
  SimReplica replica(long store, long region) {
    SimStore there = store == 0 ? null : store(store);
    return there == null ? null : there.replicas().find(region);
  }

  /** Null: it does not run. */
  SimStore store(long id) {
    return nodes.get((int) id - 1).store();
  }

  void crash(SimNode node, boolean power) {
    trace.note(node.id(), power ? "loses power" : "is killed", node.incarnation(), 0);
    node.crash(power);
    // The others' connections break; not all of them notice.
    for (SimNode other : nodes) {
      if (!other.up() || notices.nextInt(4) == 0 || !network.connected(node.id(), other.id())) continue;
      SimStore store = other.store();
      time.after(notices.nextLong(NOTICE_MILLIS_MAX * SimScheduler.MILLI), () -> store.disconnected(node.id()));
    }
  }

  void restart(SimNode node) {
    trace.note(node.id(), "starts", node.incarnation() + 1, 0);
    node.start(this);
  }

  /** A store stops by itself: as it should when its disk fails, and as it must not otherwise. */
  void failed(SimNode node, Throwable failure) {
    boolean disk = failure instanceof LogPoisoned && failure.getCause() instanceof IOException;
    if (!disk) {
      if (failure instanceof SimViolation violation) throw violation;
      throw new SimViolation("store " + node.id() + " stopped: " + failure, failure);
    }
    crash(node, true);
    if (calm) time.after(SimScheduler.MILLI, () -> restart(node));
  }

  /** How all stand, as the last lines of the trace. */
  void describe() {
    for (SimNode node : nodes) {
      String how = node.up() ? node.store().describe() : "is down";
      String unheard = nodes.stream().map(SimNode::id).filter(other -> !network.connected(other, node.id())).toList()
          .toString();
      trace.remark("store " + node.id() + " does not hear " + unheard + ", " + how);
    }
  }

  /** From here on everything works: whatever is down starts, and nothing is lost any more. */
  void heal() {
    calm = true;
    trace.note(0, "all is well from here on", 0, 0);
    network.calm();
    oracle.calm();
    for (SimNode node : nodes) {
      node.diskSpeed(1_000);
      node.diskFull(false);
      node.device().full(false);
      node.repair();
      if (node.up()) node.store().pause(0);
      else restart(node);
    }
  }
}
