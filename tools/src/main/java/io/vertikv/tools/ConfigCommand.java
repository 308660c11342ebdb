package io.vertikv.tools;

import io.vertikv.tools.config.EffectiveConfig;
import io.vertikv.tools.config.Machine;
import io.vertikv.tools.config.ReferenceConfig;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code vertikv config}: what would be in force, and why. */
@Command(name = "config", sortOptions = false, header = "Print the configuration in force, value by value.")
final class ConfigCommand implements Callable<Integer> {
  @CommandLine.Spec
  private CommandSpec spec;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  private boolean help;

  @Option(names = "--reference", description = "Print a configuration file with every setting, explained, instead.")
  private boolean reference;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (reference) out.print(ReferenceConfig.text());
    else {
      EffectiveConfig config = Settings.read(SettingOptions.flags(spec.commandLine().getParseResult()), System.getenv(),
          Machine.measured());
      out.print(config.text());
    }
    out.flush();
    return ExitCode.OK;
  }
}
