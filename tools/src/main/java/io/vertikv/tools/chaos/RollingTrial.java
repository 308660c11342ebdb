package io.vertikv.tools.chaos;

import io.vertikv.tools.chaos.cluster.ChaosFailed;
import io.vertikv.tools.chaos.cluster.ChaosNode;
import io.vertikv.tools.chaos.load.Doors;
import io.vertikv.tools.chaos.load.Meter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Restarts every node in turn with SIGTERM, under load of clients of the others: not one request may fail. */
public final class RollingTrial {
  private static final int CALM_MILLIS = 2_000;
  private static final int LOOK_MILLIS = 10;

  private RollingTrial() {}

  /** True when all held and nothing failed. Prints a line for each node. */
  public static boolean run(TrialPlan plan, int rounds, PrintWriter out) throws IOException, InterruptedException {
    try (Stage stage = new Stage(plan, out)) {
      try {
        stage.say("rolling restart of %d nodes, %d rounds, %d clients, in %s", plan.nodes(), rounds,
            plan.load().clients(), plan.folder());
        stage.open();
        for (int round = 0; round < rounds; round++)
          for (ChaosNode node : stage.cluster().nodes()) restart(stage, node);
        return stage.finish(failures(stage.meter()));
      } catch (ChaosFailed failed) {
        return stage.giveUp(failed);
      }
    }
  }

  private static void restart(Stage stage, ChaosNode node) throws IOException, InterruptedException {
    Thread.sleep(CALM_MILLIS);
    boolean led = stage.cluster().leader().orElse(-1) == node.index();
    Doors doors = stage.cluster().doors();
    doors.shut(node.index());
    while (doors.visitors(node.index()) > 0) Thread.sleep(LOOK_MILLIS);
    long stoppedNanos = System.nanoTime();
    node.stop();
    double ended = Stage.seconds(System.nanoTime() - stoppedNanos);
    long wrote = stage.awaitWrite(stoppedNanos) - stoppedNanos;
    node.start();
    node.awaitReady();
    double back = Stage.seconds(System.nanoTime() - stoppedNanos);
    doors.open(node.index(), node.redisPort());
    stage.awaitWrite(System.nanoTime());
    stage.say(
        "%s%s: ended after %.1f s, back after %.1f s; first write sent after SIGTERM acknowledged after %d ms; %s",
        node.name(), led ? " (leader)" : "", ended, back, TimeUnit.NANOSECONDS.toMillis(wrote),
        failures(stage.meter()).isEmpty() ? "nothing failed" : failures(stage.meter()).toString());
  }

  private static List<String> failures(Meter meter) {
    List<String> failures = new ArrayList<>();
    if (meter.refused() > 0) failures.add(meter.refused() + " requests were refused");
    if (meter.unknown() > 0) failures.add(meter.unknown() + " requests were answered UNKNOWN");
    if (meter.lost() > 0) failures.add(meter.lost() + " requests were lost");
    return failures;
  }
}
