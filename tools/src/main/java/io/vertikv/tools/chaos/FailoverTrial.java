package io.vertikv.tools.chaos;

import io.vertikv.tools.chaos.cluster.ChaosFailed;
import io.vertikv.tools.chaos.cluster.ChaosNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Kills the leader under load, again and again. What counts is the time from the kill to the first acknowledgement of a
 * write that was sent after it: an earlier acknowledgement may come from the leader that is gone.
 */
public final class FailoverTrial {
  private static final int CALM_MILLIS = 2_000;

  private FailoverTrial() {}

  /** True when all held. Prints a line for each kill. */
  public static boolean run(TrialPlan plan, int kills, PrintWriter out) throws IOException, InterruptedException {
    try (Stage stage = new Stage(plan, out)) {
      try {
        stage.say("failover test: %d kills of the leader, %d nodes, %d clients, in %s", kills, plan.nodes(),
            plan.load().clients(), plan.folder());
        stage.open();
        List<Long> takenNanos = new ArrayList<>();
        for (int i = 0; i < kills && stage.problems().isEmpty(); i++) takenNanos.add(kill(stage, i + 1));
        takenNanos.sort(null);
        if (!takenNanos.isEmpty())
          stage.say("from SIGKILL of the leader to the next acknowledged write: median %d ms, worst %d ms, %d kills",
              millis(takenNanos.get(takenNanos.size() / 2)), millis(takenNanos.getLast()), takenNanos.size());
        return stage.finish(List.of());
      } catch (ChaosFailed failed) {
        return stage.giveUp(failed);
      }
    }
  }

  private static long kill(Stage stage, int number) throws IOException, InterruptedException {
    Thread.sleep(CALM_MILLIS);
    ChaosNode leader = stage.cluster().node(stage.cluster().awaitLeader());
    long refused = stage.meter().refused();
    long unknown = stage.meter().unknown();
    long lost = stage.meter().lost();
    long killedNanos = System.nanoTime();
    leader.kill();
    long took = stage.awaitWrite(killedNanos) - killedNanos;
    leader.start();
    leader.awaitReady();
    stage.awaitWrite(System.nanoTime());
    stage.say("kill %d, %s: next acknowledged write after %d ms; %d refused, %d UNKNOWN, %d lost with a connection",
        number, leader.name(), millis(took), stage.meter().refused() - refused, stage.meter().unknown() - unknown,
        stage.meter().lost() - lost);
    return took;
  }

  private static long millis(long nanos) { return TimeUnit.NANOSECONDS.toMillis(nanos); }
}
