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

/** {@code vertikv away-test}. */
@Command(name = "away-test", hidden = true, sortOptions = false, header = "Let a node of a cluster miss data under load, and return.", description = "Fails when it returns another way than by the one named, or without all that was acknowledged. Use 1024 for a gigabyte.")
public final class AwayCommand implements Callable<Integer> {
  private static final int MEGABYTES_MAX = 8192;

  @CommandLine.Spec
  private CommandSpec spec;

  @Mixin
  private TrialOptions options;

  @Option(names = "--megabytes", paramLabel = "N", defaultValue = "64", description = "How much it misses. Default: ${DEFAULT-VALUE}.")
  private int megabytes;

  @Option(names = "--by", paramLabel = "WAY", defaultValue = "log", description = "log: the others keep their log for it; snapshot: they cut it. Default: ${DEFAULT-VALUE}.")
  private String by;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check(megabytes > 0 && megabytes <= MEGABYTES_MAX,
        "--megabytes = " + megabytes + ": must be from 1 to " + MEGABYTES_MAX);
    AwayTrial.Way way = AwayTrial.Way.of(by).orElse(null);
    options.check(way != null, "--by = " + by + ": must be log or snapshot");
    TrialPlan plan = options.plan(Main.class, WorkloadKind.ALL,
        "away-test --by " + way.word() + " --megabytes " + megabytes);
    boolean held = AwayTrial.run(plan, way, megabytes, spec.commandLine().getOut());
    if (held) options.tidy(plan);
    return held ? ExitCode.OK : ExitCode.FAILED;
  }
}
