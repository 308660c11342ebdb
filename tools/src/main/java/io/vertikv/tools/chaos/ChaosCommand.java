package io.vertikv.tools.chaos;

import io.vertikv.tools.ExitCode;
import io.vertikv.tools.Main;
import io.vertikv.tools.chaos.fault.FaultKind;
import io.vertikv.tools.chaos.load.WorkloadKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code vertikv chaos}. */
@Command(name = "chaos", hidden = true, sortOptions = false, header = "Trouble a cluster of real nodes under load and check all that clients saw.", description = "Starts nodes on throw-away data behind proxies, kills, pauses, partitions and slows them as the seed says, "
    + "and judges the histories of all clients: linearizable, nothing lost, nothing twice.")
public final class ChaosCommand implements Callable<Integer> {
  @CommandLine.Spec
  private CommandSpec spec;

  @Mixin
  private TrialOptions options;

  @Option(names = "--minutes", paramLabel = "M", defaultValue = "2", description = "How long. Default: ${DEFAULT-VALUE}.")
  private double minutes;

  @Option(names = "--faults", paramLabel = "KINDS", split = ",", description = "Some of kill, pause, partition, slow-network, reset, slow-disk, disk-full, all-down. Default: all but all-down.")
  private List<String> faults = List.of();

  @Option(names = "--all-down", description = "Also kill all nodes at once, now and then.")
  private boolean allDown;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check(minutes > 0, "--minutes = " + minutes + ": must be more than 0");
    List<FaultKind> kinds = kinds();
    String words = "chaos --minutes " + minutes + " --faults "
        + kinds.stream().map(FaultKind::option).collect(Collectors.joining(","));
    TrialPlan plan = options.plan(Main.class, WorkloadKind.ALL, words);
    boolean held = ChaosTrial.run(plan, kinds, (long) (minutes * TimeUnit.MINUTES.toMillis(1)),
        spec.commandLine().getOut());
    if (held) options.tidy(plan);
    return held ? ExitCode.OK : ExitCode.FAILED;
  }

  private List<FaultKind> kinds() {
    List<FaultKind> kinds = new ArrayList<>();
    for (String name : faults) {
      FaultKind kind = List.of(FaultKind.values()).stream().filter(each -> each.option().equals(name)).findFirst()
          .orElse(null);
      options.check(kind != null, "--faults: there is no " + name + "; --help names them");
      kinds.add(kind);
    }
    if (kinds.isEmpty()) kinds.addAll(FaultKind.USUAL);
    if (allDown && !kinds.contains(FaultKind.ALL_DOWN)) kinds.add(FaultKind.ALL_DOWN);
    return kinds;
  }
}
