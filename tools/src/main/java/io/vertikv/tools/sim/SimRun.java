package io.vertikv.tools.sim;

import io.vertikv.raft.quorum.PeerSet;
import io.vertikv.tools.check.Verdict;
import io.vertikv.txn.region.RegionHost;
import java.util.List;

/**
 * One run: trouble for a number of steps, all checks after each; then everything heals, and within bounded virtual time
 * the cluster must serve again and all replicas must be the same to the byte.
 */
public final class SimRun {
  private static final long HEALING_NANOS = 20_000 * SimScheduler.MILLI;
  private static final int FRAMES_MAX = 12;

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
    SimResult result = Hush.during(() -> new SimRun(plan).run());
    return result.held() || plan.text() ? result : Hush.during(() -> new SimRun(plan.withText()).run());
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
      describe(broken.getCause());
    } catch (RuntimeException defect) {
      violation = "the simulator or the code stopped: " + defect;
      describe(defect);
    }
    Ledger ledger = cluster.ledger();
    return new SimResult(trace.hash(), time.steps(), time.nowNanos(), ledger.committed(), clients.acknowledged(),
        clients.reads(), clients.unknown(), violation, trace.counts(), trace.lines());
  }

  private void describe(Throwable defect) {
    cluster.describe();
    if (defect == null) return;
    trace.remark(defect.toString());
    StackTraceElement[] frames = defect.getStackTrace();
    for (int i = 0; i < Math.min(FRAMES_MAX, frames.length); i++) trace.remark("  at " + frames[i]);
  }

  private void step() {
    time.step();
    cluster.look();
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
    Verdict verdict = clients.judge(cluster.ledger().reference().engine());
    switch (verdict) {
      case Verdict.Holds holds -> {}
      case Verdict.Undecided undecided -> trace.note(0, "cannot be judged", 0, 0);
      case Verdict.Broken broken -> throw new SimViolation(broken.toString());
    }
  }

  private String complaint() {
    if (!clients.idle()) return "a client still waits";
    StringBuilder wanted = new StringBuilder("replicas differ:");
    for (RegionLedger region : cluster.ledger().all()) {
      if (!isEverywhere(region))
        wanted.append(" region ").append(region.region()).append(" is at ").append(region.highest())
            .append(" and belongs to ").append(reference().addresses(region.region()));
    }
    return wanted.toString();
  }

  private Reference reference() { return cluster.ledger().reference(); }

  /** All have applied all that is committed, and nobody has what is not his: then they hold what the checks compare with the log. */
  private boolean same() {
    for (RegionLedger region : cluster.ledger().all()) if (!isEverywhere(region)) return false;
    for (SimReplica each : cluster.replicas()) {
      if (!reference().membership(each.region()).contains(each.group().peer())) return false;
    }
    return cluster.nodes().stream().allMatch(node -> node.up() && node.store().replicas().isSettled());
  }

  private boolean isEverywhere(RegionLedger region) {
    long id = region.region();
    PeerSet peers = reference().membership(id).peers();
    for (int i = 0; i < peers.size(); i++) {
      SimReplica replica = cluster.replica(reference().addresses(id).storeOf(peers.at(i)), id);
      boolean there = replica != null && replica.group().peer() == peers.at(i)
          && RegionHost.appliedIndex(replica.store().held(), id) >= region.highest();
      if (!there) return false;
    }
    return true;
  }
}
