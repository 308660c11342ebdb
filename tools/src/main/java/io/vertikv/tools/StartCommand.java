package io.vertikv.tools;

import io.vertikv.tools.config.EffectiveConfig;
import io.vertikv.tools.config.Machine;
import io.vertikv.tools.server.NodeServices;
import io.vertikv.tools.server.NodeShell;
import io.vertikv.tools.server.StopSignal;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code vertikv start}: runs a node until it is told to stop. */
@Command(name = "start", sortOptions = false, header = "Run a node until it is told to stop.")
final class StartCommand implements Callable<Integer> {
  private final NodeServices services;

  @CommandLine.Spec
  private CommandSpec spec;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  private boolean help;

  StartCommand(NodeServices services) { this.services = services; }

  @Override
  public Integer call() {
    return run(SettingOptions.flags(spec.commandLine().getParseResult()), services, spec.commandLine().getOut());
  }

  static int run(Map<String, String> flags, NodeServices services, PrintWriter out) {
    EffectiveConfig config = Settings.read(flags, System.getenv(), Machine.measured());
    StopSignal signal = StopSignal.await();
    boolean serving = false;
    try {
      NodeShell shell = NodeShell.start(config, services, Version.number(), out);
      serving = true;
      signal.drains(shell);
      shell.awaitEnd();
      return ExitCode.OK;
    } finally {
      if (!serving) signal.ignore();
    }
  }
}
