package io.vertikv.tools.chaos;

import io.vertikv.tools.ExitCode;
import io.vertikv.tools.Main;
import io.vertikv.tools.chaos.load.WorkloadKind;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code vertikv failover-test}. */
@Command(name = "failover-test", hidden = true, sortOptions = false, header = "Kill the leader of a cluster under load, again and again.", description = "How long until the next write is acknowledged, how many requests fail, and whether every increment has happened once.")
public final class FailoverCommand implements Callable<Integer> {
  @CommandLine.Spec
  private CommandSpec spec;

  @Mixin
  private TrialOptions options;

  @Option(names = "--kills", paramLabel = "N", defaultValue = "20", description = "How many kills. Default: ${DEFAULT-VALUE}.")
  private int kills;

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check(kills > 0, "--kills = " + kills + ": must be at least 1");
    TrialPlan plan = options.plan(Main.class, List.of(WorkloadKind.COUNTERS), "failover-test --kills " + kills);
    boolean held = FailoverTrial.run(plan, kills, spec.commandLine().getOut());
    if (held) options.tidy(plan);
    return held ? ExitCode.OK : ExitCode.FAILED;
  }
}
