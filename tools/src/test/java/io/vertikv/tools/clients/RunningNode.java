package io.vertikv.tools.clients;

import io.vertikv.tools.config.ConfigReader;
import io.vertikv.tools.config.ConfigSources;
import io.vertikv.tools.config.EffectiveConfig;
import io.vertikv.tools.config.Machine;
import io.vertikv.tools.server.NodeAssembly;
import io.vertikv.tools.server.NodeShell;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A whole node in this process, on free ports and a temporary folder. */
public final class RunningNode implements AutoCloseable {
  private static final Machine MACHINE = new Machine(2, 1L << 30, 1L << 28);

  private final NodeShell shell;
  private final Path folder;

  private RunningNode(NodeShell shell, Path folder) {
    this.shell = shell;
    this.folder = folder;
  }

  /** The settings are by name as in the configuration file. */
  public static RunningNode start(Map<String, String> settings) {
    try {
      Path folder = Files.createTempDirectory("vertikv-test");
      Map<String, String> flags = new HashMap<>(
          Map.of("port", "0", "admin-port", "0", "node-port", "0", "sync", "never",
              "data", folder.toString()));
      flags.putAll(settings);
      EffectiveConfig config = ConfigReader.read(new ConfigSources(flags, Map.of(), Optional.empty()), MACHINE);
      PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
      return new RunningNode(NodeShell.start(config, new NodeAssembly(), "test", nowhere), folder);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public String host() { return "127.0.0.1"; }

  /** The Redis port. */
  public int port() {
    return port("Redis");
  }

  public int adminPort() { return port("admin"); }

  private int port(String what) {
    return shell.listening().stream().filter(port -> port.what().startsWith(what)).findFirst().orElseThrow().port();
  }

  @Override
  public void close() throws IOException {
    shell.stop();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
    }
  }
}
