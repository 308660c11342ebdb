package io.vertikv.tools.chaos;

import io.vertikv.tools.chaos.cluster.AdminPort;
import io.vertikv.tools.chaos.cluster.ChaosFailed;
import io.vertikv.tools.chaos.cluster.ChaosNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A cluster outgrows its machines and loses one of them, under load all the time: data is loaded until its regions have
 * split, a further node is started and gets its share, a founder is killed for good and its replicas are made anew. Not
 * one request may fail, but for those that were lost with the killed node's connections, and all that was loaded must be
 * there in the end.
 */
public final class GrowTrial {
  /** How even is even: Must show of "many regions". */
  private static final int EVEN_PERCENT = 10;
  private static final int REPLICAS = 3;
  private static final long DOWN_AFTER_MILLIS = 40_000;
  private static final int LOOK_MILLIS = 1_000;
  private static final int REPORT_SECONDS = 10;
  private static final int CALM_MILLIS = 5_000;
  /** For each of the stages, and a minute more for each gigabyte. */
  private static final int STAGE_MINUTES_MAX = 5;
  private static final int MEGABYTES_PER_MINUTE = 200;
  /** Log, tables, tables being compacted, snapshots; of three replicas. */
  private static final int COPIES = 15;

  private final Stage stage;
  private final int megabytes;
  private final int regions;
  private final List<String> problems = new ArrayList<>();

  private GrowTrial(Stage stage, int megabytes, int regions) {
    this.stage = stage;
    this.megabytes = megabytes;
    this.regions = regions;
  }

  /**
   * True when all held.
   *
   * @param regions at least so many are waited for
   */
  public static boolean run(TrialPlan plan, int megabytes, int regions, PrintWriter out)
      throws IOException, InterruptedException {
    try (Stage stage = new Stage(plan, 1, out)) {
      try {
        stage.say("a cluster grows by %d MB to %d regions and a fourth node, and loses one: %d clients, in %s",
            megabytes, regions, plan.load().clients(), plan.folder());
        expectRoom(plan, megabytes);
        stage.open();
        GrowTrial trial = new GrowTrial(stage, megabytes, regions);
        trial.run();
        return stage.finish(trial.problems);
      } catch (ChaosFailed failed) {
        return stage.giveUp(failed);
      }
    }
  }

  private static void expectRoom(TrialPlan plan, int megabytes) throws IOException {
    long free = Files.getFileStore(plan.folder()).getUsableSpace() >> 20;
    long needed = (long) COPIES * megabytes;
    if (free < needed)
      throw new ChaosFailed(needed + " MB may be needed in " + plan.folder() + ", " + free + " MB are free");
  }

  private void run() throws IOException, InterruptedException {
    List<ChaosNode> founders = stage.cluster().nodes().subList(0, stage.cluster().nodes().size() - 1);
    configure(founders.getFirst());
    Bulk bulk = new Bulk(megabytes);
    load(bulk, founders.getFirst());
    await("the data lies in " + regions + " regions, whole and spread", view -> view.regions() >= regions
        && view.whole() && view.isEven(EVEN_PERCENT));
    stage.cluster().startSpares();
    stage.say("node %d serves", stage.cluster().nodes().size());
    await("leaders and replicas are even within " + EVEN_PERCENT + " %", view -> view.shares().size() == founders.size()
        + 1 && view.whole() && view.isEven(EVEN_PERCENT));
    Thread.sleep(CALM_MILLIS);
    lose(founders.getLast());
    await("every region is whole again", view -> view.shares().size() == founders.size() && view.whole());
    expectNoFailure();
    readBack(bulk, founders.getFirst());
  }

  private void configure(ChaosNode node) throws IOException, InterruptedException {
    long bytes = ((long) megabytes << 20) / regions;
    try (AdminPort admin = node.admin()) {
      admin.change("config?split-region-bytes=" + bytes + "&down-after-millis=" + DOWN_AFTER_MILLIS);
      for (String scheduler : List.of("split", "balance-leaders", "balance-regions", "replica-repair"))
        admin.change("schedulers/resume?name=" + scheduler);
    }
  }

  /** Tells every now and then how far it is. */
  private void load(Bulk bulk, ChaosNode node) throws InterruptedException {
    long beganNanos = System.nanoTime();
    FutureTask<Void> loading = new FutureTask<>(() -> {
      bulk.write(node.redisPort());
      return null;
    });
    Thread.ofPlatform().daemon().name("bulk").start(loading);
    while (!loading.isDone()) {
      stage.progress(view().map(PlacementView::text).orElse("placement does not answer"));
      for (int i = 0; i < REPORT_SECONDS && !loading.isDone(); i++) Thread.sleep(LOOK_MILLIS);
    }
    try {
      loading.get();
    } catch (ExecutionException failed) {
      throw new ChaosFailed("the data could not be loaded", failed.getCause());
    }
    double seconds = Stage.seconds(System.nanoTime() - beganNanos);
    stage.say("%d MB loaded in %.1f s", megabytes, seconds);
  }

  private Optional<PlacementView> view() throws InterruptedException {
    return PlacementView.of(stage.cluster().nodes(), REPLICAS);
  }

  private void await(String goal, Predicate<PlacementView> reached) throws InterruptedException {
    long beganNanos = System.nanoTime();
    long patienceNanos = TimeUnit.MINUTES.toNanos(STAGE_MINUTES_MAX + megabytes / MEGABYTES_PER_MINUTE);
    long toldNanos = beganNanos;
    while (true) {
      Optional<PlacementView> view = view();
      long nowNanos = System.nanoTime();
      String text = view.map(PlacementView::text).orElse("placement does not answer");
      if (view.isPresent() && view.get().known() && reached.test(view.get())) {
        stage.progress(text);
        stage.say("%s, after %.1f s", goal, Stage.seconds(nowNanos - beganNanos));
        return;
      }
      if (nowNanos - beganNanos > patienceNanos) throw new ChaosFailed("not reached: " + goal + "; " + text);
      if (nowNanos - toldNanos > TimeUnit.SECONDS.toNanos(REPORT_SECONDS)) {
        stage.progress(text);
        toldNanos = nowNanos;
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private void lose(ChaosNode node) throws InterruptedException {
    stage.say("%s is killed for good", node.name());
    node.kill();
    stage.cluster().doors().shut(node.index());
  }

  private void expectNoFailure() {
    if (stage.meter().refused() > 0) problems.add(stage.meter().refused() + " requests were refused");
    if (stage.meter().unknown() > 0) problems.add(stage.meter().unknown() + " requests were answered UNKNOWN");
  }

  private void readBack(Bulk bulk, ChaosNode node) throws IOException {
    long beganNanos = System.nanoTime();
    int wrong = bulk.wrong(node.redisPort());
    stage.say("of %,d values loaded, %,d are not as written (read in %.1f s)", bulk.values(), wrong,
        Stage.seconds(System.nanoTime() - beganNanos));
    if (wrong > 0) problems.add(wrong + " values are lost");
  }
}
