package io.vertikv.tools.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where values may come from, strongest first: flags by setting path, environment variables, one file. */
public record ConfigSources(Map<String, String> flags, Map<String, String> environment, Optional<Path> file) {
  public static final ConfigSources NONE = new ConfigSources(Map.of(), Map.of(), Optional.empty());

  public ConfigSources {
    flags = Map.copyOf(flags);
    environment = Map.copyOf(environment);
  }
}
