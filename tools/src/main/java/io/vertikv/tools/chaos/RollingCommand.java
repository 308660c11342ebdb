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

/** {@code vertikv rolling-test}. */
@Command(name = "rolling-test", hidden = true, sortOptions = false, header = "Restart every node of a cluster under load.", description = "Each node in turn gets SIGTERM and is started again, while clients use the others: no request may fail.")
public final class RollingCommand implements Callable<Integer> {
  @CommandLine.Spec
  private CommandSpec spec;

  @Mixin
  private TrialOptions options;

  @Option(names = "--rounds", paramLabel = "N", defaultValue = "1", description = "How often each node is restarted. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check(rounds > 0, "--rounds = " + rounds + ": must be at least 1");
    TrialPlan plan = options.plan(Main.class, WorkloadKind.ALL, "rolling-test --rounds " + rounds);
    boolean held = RollingTrial.run(plan, rounds, spec.commandLine().getOut());
    if (held) options.tidy(plan);
    return held ? ExitCode.OK : ExitCode.FAILED;
  }
}
