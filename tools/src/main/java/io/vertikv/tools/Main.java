package io.vertikv.tools;

import io.vertikv.tools.config.ConfigRefused;
import io.vertikv.tools.server.NodeServices;
import io.vertikv.tools.server.StartRefused;
import java.io.PrintWriter;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The one entry point: {@code vertikv COMMAND}. */
@Command(name = "vertikv", synopsisSubcommandLabel = "COMMAND", sortOptions = false, header = "VertiKV: a distributed, transactional key-value database that speaks the Redis protocol.%n", optionListHeading = "%n", commandListHeading = "%nCommands:%n", footer = {"", "Start with:", "  vertikv start", "  redis-cli", "", "`vertikv COMMAND --help` explains a command.", "Exit codes: 0 done; 1 failed; 2 command line or configuration refused; 3 the node could not start."})
public final class Main implements Runnable {
  private static final int HELP_COLUMNS = 100;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec;

  @CommandLine.Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  private boolean help;

  @CommandLine.Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version.")
  private boolean version;

  public static void main(String[] arguments) {
    int code = commandLine(NodeServices.NONE).execute(arguments);
    if (code != ExitCode.OK) System.exit(code);
    // Otherwise the process ends by itself; a started node ends it when it is told to.
  }

  /** Every command there is. The services are what {@code start} runs. */
  public static CommandLine commandLine(NodeServices services) {
    CommandLine commands = new CommandLine(new Main());
    Stream.of(withSettings(new StartCommand(services)), withSettings(new ConfigCommand()),
        new CommandLine(new VersionCommand()), new CommandLine(new WarmUpCommand(services)),
        new CommandLine(new CommandLine.HelpCommand()))
        .forEach(command -> commands.addSubcommand(command.getCommandName(), command));
    commands.setUsageHelpWidth(HELP_COLUMNS);
    commands.getCommandSpec().versionProvider(new VersionCommand());
    commands.setExecutionExceptionHandler((failure, command, parsed) -> exitCode(failure, command.getErr()));
    commands.setParameterExceptionHandler((refused, arguments) -> explain(refused));
    return commands;
  }

  /** One line for what is wrong and one for where to look; the whole help would push both out of sight. */
  private static int explain(CommandLine.ParameterException refused) {
    CommandLine command = refused.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("vertikv: " + refused.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(refused, err))
      err.println("`" + command.getCommandSpec().qualifiedName() + " --help` says what there is.");
    return ExitCode.USAGE;
  }

  private static CommandLine withSettings(Object command) {
    CommandLine commandLine = new CommandLine(command);
    SettingOptions.addTo(commandLine.getCommandSpec());
    return commandLine;
  }

  @Override
  public void run() { throw new CommandLine.ParameterException(spec.commandLine(), "A command is needed."); }

  private static int exitCode(Exception failure, PrintWriter err) throws Exception {
    return switch (failure) {
      case ConfigRefused refused -> {
        refused.problems().forEach(problem -> err.println("vertikv: " + problem));
        yield ExitCode.USAGE;
      }
      case StartRefused refused -> {
        err.println("vertikv: " + refused.getMessage());
        yield ExitCode.NOT_STARTED;
      }
      default -> throw failure;
    };
  }
}
