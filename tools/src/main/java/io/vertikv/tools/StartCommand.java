package io.vertikv.tools;

import io.vertikv.tools.config.EffectiveConfig;
import io.vertikv.tools.config.Machine;
import io.vertikv.tools.server.NodeServices;
import io.vertikv.tools.server.NodeShell;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code vertikv start}: runs a node until it is told to stop. */
@Command(name = "start", sortOptions = false, header = "Run a node until it is told to stop.", description = {"%nSIGTERM or Ctrl-C drains the node; kill -9 loses nothing that was acknowledged.%n"}, footer = {"", "Every other setting is an option and an environment variable too: limits.bulk-length of the file is", "--limits-bulk-length and VERTIKV_LIMITS_BULK_LENGTH. `vertikv config --reference` lists them all."})
final class StartCommand implements Callable<Integer> {
  private final NodeServices services;

  @CommandLine.Spec
  private CommandSpec spec;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  private boolean help;

  StartCommand(NodeServices services) { this.services = services; }

  @Override
  public Integer call() {
    EffectiveConfig config = SettingOptions.read(spec.commandLine().getParseResult(), System.getenv(),
        Machine.measured());
    NodeShell shell = NodeShell.start(config, services, VersionCommand.number(), spec.commandLine().getOut());
    return shell.awaitEnd();
  }
}
