package io.vertikv.tools;

import io.vertikv.tools.config.ConfigReader;
import io.vertikv.tools.config.ConfigSources;
import io.vertikv.tools.config.EffectiveConfig;
import io.vertikv.tools.config.Machine;
import io.vertikv.tools.config.NodeConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** From flags, whoever has read them, to the configuration in force. */
final class Settings {
  static final String CONFIG = "--config";
  private static final String CONFIG_VARIABLE = "VERTIKV_CONFIG";

  private Settings() {}

  /** What these flags, the environment and the file make together. */
  static EffectiveConfig read(Map<String, String> flags, Map<String, String> environment, Machine machine) {
    Map<String, String> byPath = new HashMap<>();
    NodeConfig.settings().forEach(setting -> {
      if (flags.containsKey(setting.flag())) byPath.put(setting.path(), flags.get(setting.flag()));
    });
    Optional<Path> file = Optional.ofNullable(flags.getOrDefault(CONFIG, environment.get(CONFIG_VARIABLE)))
        .filter(text -> !text.isEmpty()).map(Path::of);
    return ConfigReader.read(new ConfigSources(byPath, environment, file), machine);
  }
}
