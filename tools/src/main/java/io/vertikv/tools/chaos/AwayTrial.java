package io.vertikv.tools.chaos;

import io.vertikv.tools.chaos.cluster.ChaosFailed;
import io.vertikv.tools.chaos.cluster.ChaosNode;
import io.vertikv.tools.chaos.cluster.NodeState;
import io.vertikv.tools.chaos.load.RespSession;
import io.vertikv.tools.chaos.load.Session;
import io.vertikv.tools.crash.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A node that does not lead is killed, misses so many megabytes of new data while the load goes on, and returns: by log
 * when the others still have what it missed, otherwise by snapshot. Reports what the clients notice of its return.
 */
public final class AwayTrial {
  private static final int VALUE_BYTES = 64 << 10;
  private static final int BATCH = 8;
  private static final int ANSWER_MILLIS = 30_000;
  private static final int STEP_MILLIS = 200;
  private static final int QUIET_MILLIS = 10_000;
  private static final long RETURN_SECONDS = 600;

  private final Stage stage;
  private final int megabytes;

  private AwayTrial(Stage stage, int megabytes) {
    this.stage = stage;
    this.megabytes = megabytes;
  }

  /** True when all held. */
  public static boolean run(TrialPlan plan, int megabytes, PrintWriter out) throws IOException, InterruptedException {
    try (Stage stage = new Stage(plan, out)) {
      try {
        stage.say("a node is away and misses %d MB: %d nodes, %d clients, in %s", megabytes, plan.nodes(),
            plan.load().clients(), plan.folder());
        stage.open();
        new AwayTrial(stage, megabytes).run();
        return stage.finish(List.of());
      } catch (ChaosFailed failed) {
        return stage.giveUp(failed);
      }
    }
  }

  private void run() throws IOException, InterruptedException {
    double before = perSecond(QUIET_MILLIS);
    int leader = stage.cluster().awaitLeader();
    ChaosNode away = stage.cluster().node((leader + 1) % stage.cluster().nodes().size());
    away.kill();
    long writtenNanos = write(stage.cluster().node(leader).redisPort());
    double alone = perSecond(QUIET_MILLIS);
    stage.say("%,.0f requests/s with all nodes, %,.0f with %s away; %d MB written in %.1f s", before, alone,
        away.name(), megabytes, Stage.seconds(writtenNanos));
    comeBack(away, alone);
    stage.say("%,.0f requests/s with all nodes again", perSecond(QUIET_MILLIS));
  }

  /** Random bytes in new keys: what compresses to nothing is no data. */
  private long write(int port) throws IOException {
    long beganNanos = System.nanoTime();
    SplittableRandom random = new SplittableRandom(1);
    long values = ((long) megabytes << 20) / VALUE_BYTES;
    try (Session session = RespSession.within(ANSWER_MILLIS).open(port)) {
      for (long written = 0; written < values; written += BATCH) {
        List<List<String>> commands = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) commands.add(List.of("SET", "away:" + (written + i), value(random)));
        for (Answer answer : session.ask(commands))
          if (answer instanceof Answer.Failure(String why)) throw new ChaosFailed("a value was refused: " + why);
      }
    }
    return System.nanoTime() - beganNanos;
  }

  private static String value(SplittableRandom random) {
    StringBuilder value = new StringBuilder(VALUE_BYTES);
    for (int i = 0; i < VALUE_BYTES; i++) value.append((char) random.nextInt(256));
    return value.toString();
  }

  /** It has returned when it holds what the leader held when it was started. */
  private void comeBack(ChaosNode away, double usual) throws IOException, InterruptedException {
    long target = applied(stage.cluster().node(stage.cluster().awaitLeader()));
    long startedNanos = System.nanoTime();
    away.start();
    double least = Double.MAX_VALUE;
    while (applied(away) < target) {
      if (Stage.seconds(System.nanoTime() - startedNanos) > RETURN_SECONDS)
        throw new ChaosFailed(away.name() + " has not caught up in " + RETURN_SECONDS + " s");
      least = Math.min(least, perSecond(STEP_MILLIS));
    }
    away.awaitReady();
    double readySeconds = Stage.seconds(System.nanoTime() - startedNanos);
    stage.say(
        "%s has caught up %.1f s after its start; lowest throughput meanwhile, over %d ms: %,.0f requests/s (%.0f %%)",
        away.name(), readySeconds, STEP_MILLIS, least == Double.MAX_VALUE ? usual : least,
        least == Double.MAX_VALUE ? 100 : 100 * least / usual);
  }

  private static long applied(ChaosNode node) { return node.state().map(NodeState::applied).orElse(0L); }

  private double perSecond(int millis) throws InterruptedException {
    long fromNanos = System.nanoTime();
    long from = stage.meter().acknowledged();
    Thread.sleep(millis);
    return (stage.meter().acknowledged() - from) * (double) TimeUnit.SECONDS.toNanos(1)
        / (System.nanoTime() - fromNanos);
  }
}
