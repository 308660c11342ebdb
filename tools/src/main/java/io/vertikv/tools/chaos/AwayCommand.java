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
@Command(name = "away-test", hidden = true, sortOptions = false, header = "Let a node of a cluster miss data under load, and return.", description = "It returns by log while the others still have what it missed, otherwise by snapshot; 1024 makes it a gigabyte.")
public final class AwayCommand implements Callable<Integer> {
  @CommandLine.Spec
  private CommandSpec spec;

  @Mixin
  private TrialOptions options;

  @Option(names = "--megabytes", paramLabel = "N", defaultValue = "64", description = "How much it misses. Default: ${DEFAULT-VALUE}.")
  private int megabytes;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check(megabytes > 0, "--megabytes = " + megabytes + ": must be at least 1");
    TrialPlan plan = options.plan(Main.class, WorkloadKind.ALL, "away-test --megabytes " + megabytes);
    boolean held = AwayTrial.run(plan, megabytes, spec.commandLine().getOut());
    if (held) options.tidy(plan);
    return held ? ExitCode.OK : ExitCode.FAILED;
  }
}
