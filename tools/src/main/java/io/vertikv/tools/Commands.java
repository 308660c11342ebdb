package io.vertikv.tools;

import io.vertikv.tools.bench.BenchCommand;
import io.vertikv.tools.chaos.AwayCommand;
import io.vertikv.tools.chaos.ChaosCommand;
import io.vertikv.tools.chaos.FailoverCommand;
import io.vertikv.tools.chaos.GrowCommand;
import io.vertikv.tools.chaos.RollingCommand;
import io.vertikv.tools.ctl.CtlCommand;
import io.vertikv.tools.server.NodeServices;
import io.vertikv.tools.sim.SimCommand;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Every command there is. */
@Command(name = "vertikv", synopsisSubcommandLabel = "COMMAND")
final class Commands implements Runnable {
  private static final List<String> HEADER = List
      .of("VertiKV: a distributed, transactional key-value database that speaks the Redis protocol.", "");
  private static final List<String> FOOTER = List.of("", "Start with:", "  vertikv start", "  redis-cli", "",
      "`vertikv COMMAND --help` explains a command.",
      "Exit codes: 0 done; 1 failed; 2 command line or configuration refused; 3 the node could not start.");
  private static final List<String> SETTINGS = List.of("",
      "Every other setting is an option and an environment variable too: limits.bulk-length of the file is",
      "--limits-bulk-length and VERTIKV_LIMITS_BULK_LENGTH. `vertikv config --reference` lists them all.");
  private static final int HELP_COLUMNS = 100;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec;

  @CommandLine.Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  private boolean help;

  @CommandLine.Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version.")
  private boolean version;

  private Commands() {}

  /** The services are what {@code start} runs. A new command is one more line here. */
  static CommandLine of(NodeServices services) {
    CommandLine commands = new CommandLine(new Commands());
    Stream
        .of(withSettings(new StartCommand(services)), withSettings(new ConfigCommand()),
            BenchCommand.commandLine(), new CommandLine(new EngineBenchCommand()),
            new CommandLine(new VersionCommand()), new CommandLine(new CommandLine.HelpCommand()))
        .forEach(command -> commands.addSubcommand(command.getCommandName(), command));
    commands.addSubcommand(new PlaygroundCommand());
    commands.addSubcommand(new CrashTestCommand());
    commands.addSubcommand(new SimCommand());
    commands.addSubcommand(new ChaosCommand());
    commands.addSubcommand(new FailoverCommand());
    commands.addSubcommand(new RollingCommand());
    commands.addSubcommand(new AwayCommand());
    commands.addSubcommand(new GrowCommand());
    commands.addSubcommand(new CtlCommand());
    commands.addSubcommand(new StoreCommand());
    commands.addSubcommand(new AutoComplete.GenerateCompletion());
    commands.getCommandSpec().usageMessage().header(lines(HEADER)).optionListHeading("%n")
        .commandListHeading("%nCommands:%n")
        .footer(lines(FOOTER));
    commands.setUsageHelpWidth(HELP_COLUMNS);
    commands.setExpandAtFiles(false); // a password may begin with @
    commands.getCommandSpec().versionProvider(new VersionCommand());
    commands.setParameterExceptionHandler((refused, arguments) -> explain(refused));
    commands.setExecutionExceptionHandler((failure, command, parsed) -> {
      if (failure instanceof RuntimeException unchecked) return Main.explain(unchecked, command.getErr());
      throw failure;
    });
    return commands;
  }

  @Override
  public void run() { throw new CommandLine.ParameterException(spec.commandLine(), "A command is needed."); }

  private static String[] lines(List<String> text) { return text.toArray(String[]::new); }

  private static CommandLine withSettings(Object command) {
    CommandLine commandLine = new CommandLine(command);
    SettingOptions.addTo(commandLine.getCommandSpec());
    commandLine.getCommandSpec().usageMessage().optionListHeading("%n").footer(lines(SETTINGS));
    return commandLine;
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
}
