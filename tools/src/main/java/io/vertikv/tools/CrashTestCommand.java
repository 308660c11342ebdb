package io.vertikv.tools;

import io.vertikv.tools.crash.CrashPlan;
import io.vertikv.tools.crash.CrashReport;
import io.vertikv.tools.crash.CrashTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code vertikv crash-test}: kills a node of its own under load, again and again, and looks for what was promised. */
@Command(name = "crash-test", hidden = true, sortOptions = false, header = "Kill a node under load and check that nothing is lost.", description = "Starts a node of its own on throw-away data, kills it with SIGKILL at random moments, starts it again and "
    + "checks that every acknowledged write is there and every other one as a whole or not at all.")
final class CrashTestCommand implements Callable<Integer> {
  private static final List<String> SYNC_MODES = List.of("always", "interval", "never");

  @CommandLine.Spec
  private CommandSpec spec;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  private boolean help;

  @Option(names = "--kills", paramLabel = "N", defaultValue = "100", description = "How many kills under load. Default: ${DEFAULT-VALUE}.")
  private int kills;

  @Option(names = "--seed", paramLabel = "SEED", description = "What all is drawn from. Default: a new one.")
  private Long seed;

  @Option(names = "--sync", paramLabel = "MODE", defaultValue = "always", description = "always, interval or never; a kill loses nothing with any of them. Default: ${DEFAULT-VALUE}.")
  private String sync;

  @Option(names = "--connections", paramLabel = "N", defaultValue = ""
      + CrashPlan.CONNECTIONS, description = "How many clients write. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(names = "--writes", paramLabel = "N", defaultValue = ""
      + CrashPlan.WRITES_MAX, description = "Most writes between two kills. Default: ${DEFAULT-VALUE}.")
  private int writes;

  @Option(names = "--folder", paramLabel = "FOLDER", description = "Where to put data and output; must be new. Default: a temporary folder, removed when all is well.")
  private Path folder;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check(kills > 0, "--kills = " + kills + ": must be at least 1");
    check(connections > 0 && connections <= 1_000, "--connections = " + connections + ": must be from 1 to 1000");
    check(writes > 0, "--writes = " + writes + ": must be at least 1");
    check(SYNC_MODES.contains(sync), "--sync = " + sync + ": must be one of " + String.join(", ", SYNC_MODES));
    check(folder == null || !Files.exists(folder), "--folder = " + folder + ": is there already");
    Path place = folder == null ? Files.createTempDirectory("vertikv-crash") : Files.createDirectories(folder);
    long drawn = seed == null ? new Random().nextLong() : seed;
    PrintWriter out = spec.commandLine().getOut();
    CrashReport report = CrashTest.run(new CrashPlan(kills, drawn, sync, connections, writes, place), Main.class, out);
    if (!report.problems().isEmpty()) return ExitCode.FAILED;
    out.printf(
        "nothing lost, torn or made up: %d kills under load and %d at start in %d rounds, %d writes acknowledged, "
            + "%d unknown, %d keys%n",
        report.kills(), report.startKills(), report.rounds(), report.acknowledged(), report.unknown(), report.keys());
    out.flush();
    if (folder == null) delete(place);
    return ExitCode.OK;
  }

  private void check(boolean right, String otherwise) {
    if (!right) throw new CommandLine.ParameterException(spec.commandLine(), otherwise);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
    }
  }
}
