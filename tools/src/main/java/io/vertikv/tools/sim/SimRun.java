package io.vertikv.tools.sim;

import io.vertikv.tools.check.Verdict;
import io.vertikv.txn.region.RegionHost;
import java.util.List;

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
  private final Traffic clients;
  private final Nemesis nemesis;
  private final Accidents accidents;

  private SimRun(SimPlan plan) {
    this.plan = plan;
    SimRandom random = new SimRandom(plan.seed());
    time = new SimScheduler(random.of("ties"));
    trace = new SimTrace(time, plan.text());
    cluster = new SimCluster(random, time, trace, plan.mutation());
    checks = Checks.all(cluster.ledger());
    clients = cluster.weather().front()
        ? new RespClients(cluster, random.of("clients"))
        : new SimClients(cluster, random.of("clients"));
    nemesis = new Nemesis(cluster, random.of("nemesis"));
    accidents = new Accidents(cluster, random.of("accidents"));
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
      accidents.leave();
      cluster.heal();
      settle();
    } catch (SimViolation broken) {
      violation = broken.getMessage();
    } catch (RuntimeException defect) {
      violation = "the simulator or the code stopped: " + defect;
    }
    if (!violation.isEmpty()) cluster.describe();
    Ledger ledger = cluster.ledger();
    return new SimResult(trace.hash(), time.steps(), time.nowNanos(), ledger.highest(), clients.acknowledged(),
        clients.reads(), clients.unknown(), violation, trace.counts(), trace.lines());
  }

  private void step() {
    time.step();
    for (int i = 0; i < checks.size(); i++) checks.get(i).look(cluster);
  }

  /** Something new must be acknowledged, all that is agreed must be everywhere, and what clients saw must be explained. */
  private void settle() {
    long acknowledged = clients.acknowledged();
    long until = time.nowNanos() + HEALING_NANOS;
    while (clients.acknowledged() <= acknowledged) {
      SimViolation.check(time.nowNanos() < until, "not well again: nothing new was acknowledged");
      step();
    }
    clients.stop();
    while (!clients.idle() || !same()) {
      SimViolation.check(time.nowNanos() < until, "not well again: %s", complaint());
      step();
    }
    Verdict verdict = clients.judge(cluster.nodes().getFirst().engine());
    switch (verdict) {
      case Verdict.Holds holds -> {}
      case Verdict.Undecided undecided -> trace.note(0, "cannot be judged", 0, 0);
      case Verdict.Broken broken -> throw new SimViolation(broken.toString());
    }
  }

  private String complaint() {
    if (!clients.idle()) return "a client still waits";
    StringBuilder states = new StringBuilder("replicas differ at commit " + cluster.ledger().highest() + ":");
    for (SimNode node : cluster.nodes()) states.append(' ').append(node.id()).append(" at ").append(applied(node));
    return states.toString();
  }

  private static long applied(SimNode node) { return RegionHost.appliedIndex(node.engine(), SimStore.GROUP); }

  /** All have applied all that is committed; then they hold what the checks compare with the log. */
  private boolean same() {
    for (SimNode node : cluster.nodes()) {
      if (!node.up() || applied(node) < cluster.ledger().highest()) return false;
    }
    return true;
  }
}
