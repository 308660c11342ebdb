package io.vertikv.tools.chaos;

import io.vertikv.tools.chaos.cluster.ChaosFailed;
import io.vertikv.tools.chaos.cluster.SlowDisk;
import io.vertikv.tools.chaos.cluster.SmallDisk;
import io.vertikv.tools.chaos.fault.FaultKind;
import io.vertikv.tools.chaos.fault.Nemesis;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Faults, drawn from the seed, for so long; then everything is healed and judged. */
public final class ChaosTrial {
  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int LOOK_MILLIS = 100;

  private final TrialPlan plan;
  private final List<FaultKind> wanted;
  private final long lastNanos;
  private final PrintWriter out;

  private ChaosTrial(TrialPlan plan, List<FaultKind> wanted, long lastMillis, PrintWriter out) {
    this.plan = plan;
    this.wanted = wanted;
    this.lastNanos = TimeUnit.MILLISECONDS.toNanos(lastMillis);
    this.out = out;
  }

  /** True when all held. Prints how it goes. */
  public static boolean run(TrialPlan plan, List<FaultKind> faults, long lastMillis, PrintWriter out)
      throws IOException, InterruptedException {
    return new ChaosTrial(plan, faults, lastMillis, out).run();
  }

  private boolean run() throws IOException, InterruptedException {
    try (Stage stage = new Stage(plan, out)) {
      try {
        stage.say("chaos, seed %d: %d nodes, %d clients, in %s", plan.load().seed(), plan.nodes(),
            plan.load().clients(), plan.folder());
        List<FaultKind> faults = possible(stage);
        stage.open();
        Nemesis nemesis = Nemesis.start(stage.cluster(), faults, plan.load().seed());
        try {
          watch(stage, nemesis);
        } finally {
          nemesis.close();
        }
        if (nemesis.failure() != null) return stage.giveUp(nemesis.failure());
        stage.say("faults: %s", nemesis.struck().entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey().option()).collect(Collectors.joining(", ")));
        return stage.finish(List.of());
      } catch (ChaosFailed failed) {
        return stage.giveUp(failed);
      }
    }
  }

  private void watch(Stage stage, Nemesis nemesis) throws InterruptedException {
    long beganNanos = System.nanoTime();
    long shownNanos = beganNanos;
    while (System.nanoTime() - beganNanos < lastNanos && nemesis.failure() == null && stage.problems().isEmpty()) {
      Thread.sleep(LOOK_MILLIS);
      if (System.nanoTime() - shownNanos < PROGRESS_NANOS) continue;
      shownNanos = System.nanoTime();
      stage.progress(nemesis.present());
    }
  }

  /** Leaves out what this machine does not allow, and says so. The disk that fills up is that of the last node. */
  private List<FaultKind> possible(Stage stage) throws IOException, InterruptedException {
    List<FaultKind> possible = new ArrayList<>(wanted);
    if (wanted.contains(FaultKind.SLOW_DISK) && !SlowDisk.possible()) {
      possible.remove(FaultKind.SLOW_DISK);
      stage.say("left out: slow-disk, strace is not installed or may not trace");
    }
    if (wanted.contains(FaultKind.DISK_FULL)) {
      if (SmallDisk.possible(plan.folder())) stage.cluster().giveSmallDisk(plan.nodes() - 1);
      else {
        possible.remove(FaultKind.DISK_FULL);
        stage.say("left out: disk-full, this user may not mount a small file system");
      }
    }
    if (possible.isEmpty()) throw new ChaosFailed("no fault is left to be done");
    return possible;
  }
}
