package io.vertikv.tools.chaos;

import io.vertikv.tools.chaos.load.LoadPlan;
import io.vertikv.tools.chaos.load.RespSession;
import io.vertikv.tools.chaos.load.WorkloadKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What the command lines of all trials have in common. */
final class TrialOptions {
  /** Longer than any command may wait within the server. */
  private static final int ANSWER_MILLIS = 15_000;
  private static final int ERA_MILLIS = 5_000;
  private static final int CLIENTS_MAX = 1_000;
  private static final List<String> SYNC_MODES = List.of("always", "interval", "never");

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  private boolean help;

  @Option(names = "--nodes", paramLabel = "N", defaultValue = "3", description = "3 or 5. Default: ${DEFAULT-VALUE}.")
  private int nodes;

  @Option(names = "--clients", paramLabel = "N", defaultValue = "12", description = "How many clients. Default: ${DEFAULT-VALUE}.")
  private int clients;

  @Option(names = "--rate", paramLabel = "N", defaultValue = "2000", description = "About so many requests a second of all clients together; 0: as many as they can. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(names = "--seed", paramLabel = "SEED", description = "What all is drawn from. Default: a new one.")
  private Long seed;

  @Option(names = "--sync", paramLabel = "MODE", defaultValue = "always", description = "always, interval or never. Default: ${DEFAULT-VALUE}.")
  private String sync;

  @Option(names = "--folder", paramLabel = "FOLDER", description = "Where to put data, output and histories; must be new. Default: a temporary folder, removed when all is well.")
  private Path folder;

  /** The words are the command and its own options, for the command line that does the same again. */
  TrialPlan plan(Class<?> mainClass, List<WorkloadKind> workloads, String words) throws IOException {
    check(nodes == 3 || nodes == 5, "--nodes = " + nodes + ": must be 3 or 5");
    check(clients > 0 && clients <= CLIENTS_MAX, "--clients = " + clients + ": must be from 1 to " + CLIENTS_MAX);
    check(rate >= 0, "--rate = " + rate + ": must be 0 or more");
    check(SYNC_MODES.contains(sync), "--sync = " + sync + ": must be one of " + String.join(", ", SYNC_MODES));
    check(folder == null || !Files.exists(folder), "--folder = " + folder + ": is there already");
    Path place = folder == null ? Files.createTempDirectory("vertikv-chaos") : Files.createDirectories(folder);
    long drawn = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
    String again = "vertikv %s --nodes %d --clients %d --rate %d --seed %d --sync %s".formatted(words, nodes, clients,
        rate, drawn, sync);
    return new TrialPlan(nodes, mainClass, List.of("--sync", sync),
        new LoadPlan(clients, rate, workloads, ERA_MILLIS, drawn, place), RespSession.within(ANSWER_MILLIS), place,
        again);
  }

  void check(boolean right, String otherwise) {
    if (!right) throw new CommandLine.ParameterException(spec.commandLine(), otherwise);
  }

  /** What is left of a trial in which all held is of no use, unless somebody named the folder. */
  void tidy(TrialPlan plan) throws IOException {
    if (folder != null) return;
    try (Stream<Path> all = Files.walk(plan.folder())) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
    }
  }
}
