package io.vertikv.tools.chaos;

import io.vertikv.tools.chaos.cluster.AdminPort;
import io.vertikv.tools.chaos.cluster.ChaosFailed;
import io.vertikv.tools.chaos.cluster.ChaosNode;
import io.vertikv.tools.chaos.cluster.NodeState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A node that does not lead is killed, misses so many megabytes of new data while the load goes on, and returns by the way
 * that is wanted; its own count of snapshots says which way it was. Reports what the clients notice. At the end it leads,
 * so that all that is read then comes from its own copy: everything that it missed, and all that the load had settled.
 */
public final class AwayTrial {
  /** How a node returns. */
  public enum Way {
    /** The logs of the others have room for all that it misses. */
    LOG,
    /** They are cut long before it returns. */
    SNAPSHOT;

    String word() { return name().toLowerCase(Locale.ROOT); }

    static Optional<Way> of(String word) {
      return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst();
    }
  }

  private static final int STEP_MILLIS = 200;
  private static final int QUIET_MILLIS = 10_000;
  private static final long RETURN_SECONDS = 240;
  private static final String INSTALLED = "vertikv_snapshots_installed_total{group=\"data\"}";
  private static final List<String> SHORT_LOG = List.of("--log-segment-size", "16MiB", "--log-total-size", "64MiB");
  private static final int LOG_MEGABYTES_MIN = 1024;
  /** Log, tables, tables being compacted, a snapshot. */
  private static final int COPIES = 4;

  private final Stage stage;
  private final Way way;
  private final Bulk missed;
  private final List<String> problems = new ArrayList<>();

  private AwayTrial(Stage stage, Way way, Bulk missed) {
    this.stage = stage;
    this.way = way;
    this.missed = missed;
  }

  /** True when all held. */
  public static boolean run(TrialPlan plan, Way way, int megabytes, PrintWriter out)
      throws IOException, InterruptedException {
    try (Stage stage = new Stage(plan.with(settings(way, megabytes)), out)) {
      try {
        stage.say("a node is away, misses %d MB and returns by %s: %d nodes, %d clients, in %s", megabytes,
            way.word(), plan.nodes(), plan.load().clients(), plan.folder());
        expectRoom(plan, megabytes);
        stage.open();
        AwayTrial trial = new AwayTrial(stage, way, new Bulk(megabytes));
        trial.run();
        return stage.finish(trial.problems);
      } catch (ChaosFailed failed) {
        return stage.giveUp(failed);
      }
    }
  }

  private static List<String> settings(Way way, int megabytes) {
    return switch (way) {
      case LOG -> List.of("--log-total-size", Math.max(LOG_MEGABYTES_MIN, 2 * megabytes) + "MiB");
      case SNAPSHOT -> SHORT_LOG;
    };
  }

  private static void expectRoom(TrialPlan plan, int megabytes) throws IOException {
    long needed = (long) plan.nodes() * COPIES * Math.max(megabytes, LOG_MEGABYTES_MIN);
    long free = Files.getFileStore(plan.folder()).getUsableSpace() >> 20;
    if (free < needed)
      throw new ChaosFailed(needed + " MB may be needed in " + plan.folder() + ", " + free + " MB are free");
  }

  private void run() throws IOException, InterruptedException {
    double before = perSecond(QUIET_MILLIS);
    int leader = stage.cluster().awaitLeader();
    ChaosNode away = stage.cluster().node((leader + 1) % stage.cluster().nodes().size());
    away.kill();
    stage.cluster().doors().shut(away.index());
    long beganNanos = System.nanoTime();
    missed.write(stage.cluster().node(leader).redisPort());
    double writtenSeconds = Stage.seconds(System.nanoTime() - beganNanos);
    double without = perSecond(QUIET_MILLIS);
    stage.say("%,.0f requests/s with all nodes, %,.0f with %s away; what it misses was written in %.1f s", before,
        without, away.name(), writtenSeconds);
    comeBack(away, without);
    stage.say("%,.0f requests/s with all nodes again", perSecond(QUIET_MILLIS));
    readFrom(away);
  }

  /** It has returned when it holds what the leader held when it was started. */
  private void comeBack(ChaosNode away, double without) throws IOException, InterruptedException {
    long target = applied(stage.cluster().node(stage.cluster().awaitLeader()));
    long startedNanos = System.nanoTime();
    long acknowledged = stage.meter().acknowledged();
    away.start();
    double least = without;
    while (applied(away) < target) {
      if (Stage.seconds(System.nanoTime() - startedNanos) > RETURN_SECONDS)
        throw new ChaosFailed(away.name() + " has not caught up in " + RETURN_SECONDS + " s");
      least = Math.min(least, perSecond(STEP_MILLIS));
    }
    double seconds = Stage.seconds(System.nanoTime() - startedNanos);
    double mean = (stage.meter().acknowledged() - acknowledged) / seconds;
    away.awaitReady();
    stage.cluster().doors().open(away.index(), away.redisPort());
    stage.say(
        "%s has caught up %.1f s after its start; meanwhile %,.0f requests/s (%.0f %%), in the worst %d ms %,.0f (%.0f %%)",
        away.name(), seconds, mean, percent(mean, without), STEP_MILLIS, least, percent(least, without));
    expectWay(away);
  }

  private void expectWay(ChaosNode away) throws IOException, InterruptedException {
    try (AdminPort admin = away.admin()) {
      long installed = (long) admin.figure(INSTALLED);
      stage.say("%s counts %d snapshots of the region since its start: it returned by %s", away.name(), installed,
          installed == 0 ? "log" : "snapshot");
      if ((installed == 0) != (way == Way.LOG)) problems.add(away.name() + " did not return by " + way.word());
    }
  }

  /** Whoever leads reads from its own copy. */
  private void readFrom(ChaosNode away) throws IOException, InterruptedException {
    long store = away.state().orElseThrow(() -> new ChaosFailed(away.name() + " does not answer")).store();
    long beganNanos = System.nanoTime();
    try (AdminPort admin = away.admin()) {
      admin.reach("transfer-leader", store);
    }
    int wrong = missed.wrong(away.redisPort());
    stage.say("%s leads; of %,d values that it had missed, %,d are not as written (read in %.1f s)", away.name(),
        missed.values(), wrong, Stage.seconds(System.nanoTime() - beganNanos));
    if (wrong > 0) problems.add(wrong + " values are lost");
    if (!away.state().map(state -> state.store() == state.leaderStore()).orElse(false))
      problems.add(away.name() + " did not lead to the end, so what was read may have come from elsewhere");
  }

  private static double percent(double part, double whole) { return whole == 0 ? 0 : 100 * part / whole; }

  private static long applied(ChaosNode node) { return node.state().map(NodeState::applied).orElse(0L); }

  private double perSecond(int millis) throws InterruptedException {
    long fromNanos = System.nanoTime();
    long from = stage.meter().acknowledged();
    Thread.sleep(millis);
    return (stage.meter().acknowledged() - from) * (double) TimeUnit.SECONDS.toNanos(1)
        / (System.nanoTime() - fromNanos);
  }
}
