package io.vertikv.tools;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code vertikv version}: what runs here. */
@Command(name = "version", header = "Print the versions of VertiKV and Java.")
final class VersionCommand implements Callable<Integer>, CommandLine.IVersionProvider {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec;

  @CommandLine.Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  private boolean help;

  @Override
  public Integer call() {
    for (String line : getVersion()) spec.commandLine().getOut().println(line);
    return ExitCode.OK;
  }

  @Override
  public String[] getVersion() {
    return new String[]{"VertiKV " + Version.number(), "Java " + Runtime.version() + ", "
        + System.getProperty("os.name") + " "
        + System.getProperty("os.arch")};
  }
}
