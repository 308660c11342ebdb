package io.vertikv.tools;

import io.vertikv.tools.playground.Playground;
import io.vertikv.tools.playground.PlaygroundPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code vertikv playground}: a cluster on this machine until Ctrl-C. */
@Command(name = "playground", sortOptions = false, header = "Run a cluster on this machine, to try things out.", description = "Starts several nodes as processes of their own and prints where they are. Ctrl-C stops all of them.")
final class PlaygroundCommand implements Callable<Integer> {
  @CommandLine.Spec
  private CommandSpec spec;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  private boolean help;

  @Option(names = "--nodes", paramLabel = "N", defaultValue = "3", description = "How many nodes. Default: ${DEFAULT-VALUE}.")
  private int nodes;

  @Option(names = "--port", paramLabel = "PORT", defaultValue = "7001", description = "Redis port of the first node; the others follow. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(names = "--data", paramLabel = "DIR", description = "Folder of the data, kept. Default: a temporary folder, removed at the end.")
  private Path data;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check(nodes >= 1 && nodes <= PlaygroundPlan.NODES_MAX,
        "--nodes = " + nodes + ": must be from 1 to " + PlaygroundPlan.NODES_MAX);
    check(port >= 1 && port <= PlaygroundPlan.PORT_MAX,
        "--port = " + port + ": must be from 1 to " + PlaygroundPlan.PORT_MAX);
    Path folder = data == null ? Files.createTempDirectory("vertikv-playground") : data.toAbsolutePath();
    PlaygroundPlan plan = new PlaygroundPlan(nodes, port, folder);
    PrintWriter out = spec.commandLine().getOut();
    Optional<Integer> taken = Playground.takenPort(plan);
    if (taken.isPresent()) {
      spec.commandLine().getErr().println("vertikv: port " + taken.get()
          + " is taken by another process: stop that one, or choose other ports with --port");
      if (data == null) delete(folder);
      return ExitCode.NOT_STARTED;
    }
    out.println(
        nodes + " nodes, data in " + folder + (data == null ? ", removed at the end" : "") + ". Ctrl-C stops all.");
    Playground playground = Playground.start(plan, Main.class, out);
    AtomicBoolean ended = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(playground, folder, ended), "playground-stop"));
    boolean well = playground.awaitEnd();
    ended.set(!playground.stopping());
    return well ? ExitCode.OK : ExitCode.FAILED; // the hook runs in either case
  }

  /** Also runs when the nodes have ended by themselves; stopping is quick then. */
  private void stop(Playground playground, Path folder, AtomicBoolean ended) {
    playground.stop();
    try {
      if (data == null) delete(folder);
    } catch (IOException failed) {
      System.err.println("vertikv: " + folder + " could not be removed: " + failed);
    }
    if (!ended.get()) Runtime.getRuntime().halt(ExitCode.OK); // as asked; Java by itself would say 130 or 143
  }

  private void check(boolean right, String otherwise) {
    if (!right) throw new CommandLine.ParameterException(spec.commandLine(), otherwise);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) Files.deleteIfExists(each);
    }
  }
}
