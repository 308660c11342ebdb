package io.vertikv.tools.sim;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineCursor;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.ReadTier;
import io.vertikv.store.engine.memory.MemoryEngine;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One run: trouble for a number of steps, all checks after each; then everything heals, and within bounded virtual time
 * the cluster must serve again and all replicas must be the same to the byte.
 */
public final class SimRun {
  private static final long HEALING_NANOS = 20_000 * SimScheduler.MILLI;

  private final SimPlan plan;
  private final SimScheduler time;
  private final SimTrace trace;
  private final SimCluster cluster;
  private final List<Check> checks;
  private final SimClients clients;
  private final Nemesis nemesis;

  private SimRun(SimPlan plan) {
    this.plan = plan;
    SimRandom random = new SimRandom(plan.seed());
    time = new SimScheduler(random.of("ties"));
    trace = new SimTrace(time, plan.text());
    cluster = new SimCluster(random, time, trace, plan.mutation());
    checks = Checks.all(cluster.ledger());
    clients = new SimClients(cluster, random.of("clients"));
    nemesis = new Nemesis(cluster, random.of("nemesis"));
  }

  /** Runs the plan; one that fails is run again to get its trace. */
  public static SimResult run(SimPlan plan) {
    SimResult result = new SimRun(plan).run();
    return result.held() || plan.text() ? result : new SimRun(plan.withText()).run();
  }

  private SimResult run() {
    String violation = "";
    try {
      while (time.steps() < plan.steps()) step();
      nemesis.leave();
      cluster.heal();
      settle();
    } catch (SimViolation broken) {
      violation = broken.getMessage();
    } catch (RuntimeException defect) {
      violation = "the simulator or the code stopped: " + defect;
    }
    Ledger ledger = cluster.ledger();
    return new SimResult(trace.hash(), time.steps(), time.nowNanos(), ledger.highest(), ledger.promises(),
        clients.reads(), clients.unknown(), violation, trace.counts(), trace.lines());
  }

  private void step() {
    time.step();
    for (int i = 0; i < checks.size(); i++) checks.get(i).look(cluster);
  }

  /** Something new must be acknowledged, and then everything that is agreed must be everywhere. */
  private void settle() {
    long acknowledged = cluster.ledger().promises();
    long until = time.nowNanos() + HEALING_NANOS;
    while (time.nowNanos() < until) {
      step();
      if (cluster.ledger().promises() > acknowledged && same()) return;
    }
    throw new SimViolation("not well again: " + complaint(acknowledged));
  }

  private String complaint(long acknowledged) {
    if (cluster.ledger().promises() == acknowledged) return "nothing new was acknowledged";
    StringBuilder states = new StringBuilder("replicas differ at commit " + cluster.ledger().highest() + ":");
    for (SimNode node : cluster.nodes()) {
      states.append(' ').append(node.id()).append(" at ")
          .append(RegisterState.read(node.engine(), ReadTier.DISK).index());
    }
    return states.toString();
  }

  /** All have applied all that is committed; then the contents must be equal as well. */
  private boolean same() {
    for (SimNode node : cluster.nodes()) {
      if (RegisterState.read(node.engine(), ReadTier.DISK).index() < cluster.ledger().highest()) return false;
    }
    SortedMap<Bytes, Bytes> first = contents(cluster.nodes().getFirst().engine());
    for (SimNode node : cluster.nodes()) {
      SimViolation.check(contents(node.engine()).equals(first), "stores 1 and %s have applied the same and hold other "
          + "registers", node.id());
    }
    return true;
  }

  private static SortedMap<Bytes, Bytes> contents(MemoryEngine engine) {
    SortedMap<Bytes, Bytes> all = new TreeMap<>();
    try (EngineCursor cursor = engine.cursor(Family.WRITE, KeyRange.ALL, ReadTier.DISK)) {
      while (cursor.next()) all.put(Bytes.of(cursor.key()), Bytes.of(cursor.value()));
    }
    return all;
  }
}
