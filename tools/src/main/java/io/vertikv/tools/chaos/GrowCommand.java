package io.vertikv.tools.chaos;

import io.vertikv.tools.ExitCode;
import io.vertikv.tools.Main;
import io.vertikv.tools.chaos.load.WorkloadKind;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code vertikv grow-test}. */
@Command(name = "grow-test", hidden = true, sortOptions = false, header = "Let a cluster split, grow by a node and lose another, under load.", description = "Fails when a request fails that was not lost with the killed node, or when data is missing in the end.")
public final class GrowCommand implements Callable<Integer> {
  private static final int MEGABYTES_MAX = 65_536;
  private static final int REGIONS_MAX = 900;

  @CommandLine.Spec
  private CommandSpec spec;

  @Mixin
  private TrialOptions options;

  @Option(names = "--megabytes", paramLabel = "N", defaultValue = "512", description = "How much is loaded. Default: ${DEFAULT-VALUE}.")
  private int megabytes;

  @Option(names = "--regions", paramLabel = "N", defaultValue = "16", description = "Into how many regions at least, from 2 to "
      + REGIONS_MAX + ". Default: ${DEFAULT-VALUE}.")
  private int regions;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check(megabytes > 0 && megabytes <= MEGABYTES_MAX,
        "--megabytes = " + megabytes + ": must be from 1 to " + MEGABYTES_MAX);
    options.check(regions > 1 && regions <= REGIONS_MAX,
        "--regions = " + regions + ": must be from 2 to " + REGIONS_MAX);
    TrialPlan plan = options.plan(Main.class, WorkloadKind.ALL,
        "grow-test --megabytes " + megabytes + " --regions " + regions);
    boolean held = GrowTrial.run(plan, megabytes, regions, spec.commandLine().getOut());
    if (held) options.tidy(plan);
    return held ? ExitCode.OK : ExitCode.FAILED;
  }
}
