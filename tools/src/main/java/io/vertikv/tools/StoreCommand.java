package io.vertikv.tools;

import io.vertikv.tools.server.StoreReset;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code vertikv store}: what is done to the data folder of a node that does not run. */
@Command(name = "store", sortOptions = false, header = "Work on the data folder of a node that does not run.", synopsisSubcommandLabel = "COMMAND")
final class StoreCommand implements Callable<Integer> {
  @CommandLine.Spec
  private CommandSpec spec;

  @Option(names = {"-h", "--help"}, usageHelp = true, scope = CommandLine.ScopeType.INHERIT, description = "Show this help.")
  private boolean help;

  @Override
  public Integer call() { throw new CommandLine.ParameterException(spec.commandLine(), "A command is needed."); }

  @Command(name = "reset", description = "Put the data of a store that lost its place aside; the node then joins its cluster as a new store. Deletes nothing.")
  int reset(
      @Option(names = "--store", required = true, paramLabel = "ID", description = "The store that the folder is expected to hold.") long store,
      @Option(names = "--data", required = true, paramLabel = "FOLDER", description = "The data folder.") Path data) {
    spec.commandLine().getOut().println(StoreReset.run(data, store));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
