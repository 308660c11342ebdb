package io.vertikv.tools.chaos;

import io.vertikv.tools.chaos.cluster.ChaosCluster;
import io.vertikv.tools.chaos.cluster.ChaosFailed;
import io.vertikv.tools.chaos.cluster.ChaosNode;
import io.vertikv.tools.chaos.load.Load;
import io.vertikv.tools.chaos.load.Meter;
import io.vertikv.tools.chaos.load.Session;
import io.vertikv.tools.crash.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A cluster and its load, from the first start to the verdict. */
final class Stage implements AutoCloseable {
  private static final long WELL_SECONDS = 30;
  private static final int LOOK_MILLIS = 200;
  private static final int PROBLEMS_SHOWN_MAX = 10;
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final TrialPlan plan;
  private final PrintWriter out;
  private final ChaosCluster cluster;
  private final long beganNanos = System.nanoTime();
  private Load load;
  private long shownNanos;
  private long shownAcknowledged;

  Stage(TrialPlan plan, PrintWriter out) throws IOException { this(plan, 0, out); }

  /** @param spares further nodes, which the trial starts */
  Stage(TrialPlan plan, int spares, PrintWriter out) throws IOException {
    this.plan = plan;
    this.out = out;
    this.cluster = ChaosCluster.of(plan.nodes(), spares, plan.mainClass(), plan.folder(), plan.settings());
  }

  /** Starts the nodes that found the cluster, then the clients. */
  void open() throws IOException, InterruptedException {
    cluster.startFounders();
    say("%d nodes serve after %.1f s; node %d leads", plan.nodes(), seconds(System.nanoTime() - beganNanos),
        cluster.awaitLeader() + 1);
    load = Load.start(plan.load(), cluster.doors(), plan.opener());
    shownNanos = System.nanoTime();
    awaitWrite(shownNanos);
  }

  ChaosCluster cluster() { return cluster; }

  Meter meter() { return load.meter(); }

  List<String> problems() { return load.problems(); }

  void say(String format, Object... arguments) {
    out.printf(Locale.ROOT, format + "%n", arguments);
    out.flush();
  }

  /** One line: how far it is, how it goes, and what is wrong just now. */
  void progress(String present) {
    long nowNanos = System.nanoTime();
    long acknowledged = meter().acknowledged();
    say("%5.0f s  %,d acknowledged (%,.0f/s), %d refused, %d unknown, %d lost%s", seconds(nowNanos - beganNanos),
        acknowledged, (acknowledged - shownAcknowledged) / seconds(nowNanos - shownNanos), meter().refused(),
        meter().unknown(), meter().lost(), present.isEmpty() ? "" : "; " + present);
    shownNanos = nowNanos;
    shownAcknowledged = acknowledged;
  }

  /** Blocks until a write sent after that time is acknowledged; returns when that was. */
  long awaitWrite(long sinceNanos) throws InterruptedException {
    try {
      return meter().firstWriteSentAfter(sinceNanos).get(WELL_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new ChaosFailed("no write was acknowledged for " + WELL_SECONDS + " s while nothing was wrong", late);
    } catch (ExecutionException impossible) {
      throw new AssertionError("nobody fails this future", impossible);
    }
  }

  /** A node that is well takes writes again, whoever leads. */
  private void awaitWriteThrough(ChaosNode node) throws InterruptedException {
    List<List<String>> write = List.of(List.of("SET", "well:" + node.index(), "yes"));
    String last = "nothing";
    long beganNanos = System.nanoTime();
    while (System.nanoTime() - beganNanos < TimeUnit.SECONDS.toNanos(WELL_SECONDS)) {
      try (Session session = plan.opener().open(node.redisPort())) {
        Answer answer = session.ask(write).getFirst();
        if (answer.equals(new Answer.Text("OK"))) return;
        last = answer.toString();
      } catch (IOException broken) {
        last = broken.toString();
      }
      Thread.sleep(LOOK_MILLIS);
    }
    throw new ChaosFailed(node.name() + " takes no write for " + WELL_SECONDS + " s while nothing is wrong: " + last);
  }

  /** The verdict. Every node that is not gone for good must be well by now. True when all held. */
  boolean finish(List<String> furtherProblems) throws InterruptedException {
    awaitWrite(System.nanoTime());
    double silence = seconds(meter().longestSilenceNanos(System.nanoTime()));
    for (ChaosNode node : cluster.nodes()) if (node.isExpected()) awaitWriteThrough(node);
    Load.Report report = load.finish();
    say("requests: %,d acknowledged, %d certainly not done, %d answered UNKNOWN, %d lost with their connection",
        meter().acknowledged(), meter().refused(), meter().unknown(), meter().lost());
    meter().reasons().forEach((reason, count) -> say("  %,d times: %s", count, reason));
    say("longest time without an acknowledged write: %.2f s", silence);
    say("eras that held: %s; %,d answers were the same at the very end", report.held(), report.settled());
    return verdict(Stream.concat(report.problems().stream(), furtherProblems.stream()).toList());
  }

  /** The trial cannot go on. */
  boolean giveUp(RuntimeException why) {
    return verdict(List.of(String.valueOf(why.getMessage())));
  }

  private boolean verdict(List<String> problems) {
    problems.stream().limit(PROBLEMS_SHOWN_MAX).forEach(problem -> say("%s", problem));
    if (problems.isEmpty()) say("everything held");
    else say("FAILED; data, output of the nodes and histories are in %s; again: %s", plan.folder(), plan.again());
    return problems.isEmpty();
  }

  static double seconds(long nanos) { return nanos / NANOS; }

  @Override
  public void close() throws IOException {
    if (load != null) load.abandon();
    cluster.close();
  }
}
