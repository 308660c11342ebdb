package io.vertikv.tools.server;

import io.vertikv.tools.config.ConfigReader;
import io.vertikv.tools.config.ConfigSources;
import io.vertikv.tools.config.EffectiveConfig;
import io.vertikv.tools.config.Machine;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A whole node in this process, in a folder that outlives it, on a volume that the test commands. */
final class TestNode implements AutoCloseable {
  private static final Machine MACHINE = new Machine(2, 1L << 30, 1L << 28);

  private final NodeShell shell;
  private final EffectiveConfig config;

  private TestNode(EffectiveConfig config, StoreVolume volume) {
    this.config = config;
    shell = NodeShell.start(config, new NodeAssembly(volume), "test", new PrintWriter(Writer.nullWriter()));
  }

  /** The settings are by name as in the configuration file. */
  static TestNode start(Path folder, StoreVolume volume, Map<String, String> settings) {
    Map<String, String> flags = new HashMap<>(
        Map.of("port", "0", "admin-port", "0", "node-port", "0", "data", folder.toString()));
    flags.putAll(settings);
    return new TestNode(ConfigReader.read(new ConfigSources(flags, Map.of(), Optional.empty()), MACHINE), volume);
  }

  EffectiveConfig config() { return config; }

  int port() {
    return shell.listening().stream().filter(port -> port.what().startsWith("Redis")).findFirst().orElseThrow().port();
  }

  @Override
  public void close() { shell.stop(); }
}
