package io.vertikv.tools;

import io.vertikv.tools.config.ConfigReader;
import io.vertikv.tools.config.ConfigSources;
import io.vertikv.tools.config.EffectiveConfig;
import io.vertikv.tools.config.Machine;
import io.vertikv.tools.server.Exercise;
import io.vertikv.tools.server.NodeServices;
import io.vertikv.tools.server.NodeShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** {@code vertikv warm-up}: for the build, which records what Java loads and compiles meanwhile. */
@Command(name = "warm-up", hidden = true, description = "Start a node on throw-away data, exercise it, stop it.")
final class WarmUpCommand implements Callable<Integer> {
  private static final Map<String, String> FLAGS = Map.of("port", "0", "admin-port", "0", "node-port", "0", "sync",
      "never");

  private final NodeServices services;

  @CommandLine.Spec
  private CommandSpec spec;

  WarmUpCommand(NodeServices services) { this.services = services; }

  @Override
  public Integer call() throws IOException {
    Path data = Files.createTempDirectory("vertikv-warm-up");
    try {
      Map<String, String> flags = new HashMap<>(FLAGS);
      flags.put("data", data.toString());
      EffectiveConfig config = ConfigReader.read(new ConfigSources(flags, Map.of(), Optional.empty()),
          Machine.measured());
      NodeShell shell = NodeShell.start(config, services, Version.number(), spec.commandLine().getOut());
      try {
        Exercise.run(shell.listening());
      } finally {
        shell.stop();
      }
    } finally {
      delete(data);
    }
    return ExitCode.OK;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
    }
  }
}
