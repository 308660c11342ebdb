package io.vertikv.tools.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads a configuration: flag before environment before file before default. All problems are collected and refused
 * together, so that nobody has to fix a file one error at a time.
 */
public final class ConfigReader {
  /** What was written for a setting, and where. */
  private record Written(String text, Origin origin) {}

  private final Machine machine;
  private final Map<String, Setting<?>> known = new LinkedHashMap<>();
  private final Map<String, Written> written = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private ConfigReader(Machine machine) {
    this.machine = machine;
    NodeConfig.settings().forEach(setting -> known.put(setting.path(), setting));
  }

  /** Throws {@link ConfigRefused} when anything is unknown, malformed, out of range or does not fit together. */
  public static EffectiveConfig read(ConfigSources sources, Machine machine) {
    ConfigReader reader = new ConfigReader(machine);
    sources.file().ifPresent(reader::takeFile); // weakest first: later ones overwrite
    reader.takeEnvironment(sources.environment());
    reader.takeFlags(sources.flags());
    return reader.resolve();
  }

  private void takeFlags(Map<String, String> flags) {
    new TreeMap<>(flags).forEach((path, text) -> take(path, text, Origin.Source.FLAG, "--" + path.replace('.', '-')));
  }

  private void takeEnvironment(Map<String, String> environment) {
    Map<String, String> pathOf = known.values().stream().collect(Collectors.toMap(Setting::variable, Setting::path));
    new TreeMap<>(environment).forEach((variable, text) -> {
      if (Variables.mayBeSetting(variable, text))
        take(pathOf.getOrDefault(variable, variable), text, Origin.Source.ENVIRONMENT, variable);
    });
  }

  private void takeFile(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      problems.add("config = " + file + ": must be a file that can be read");
      return;
    }
    try {
      Config config = ConfigFactory.parseFile(file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
          .resolve();
      config.entrySet().forEach(entry -> takeFromFile(file, entry));
    } catch (ConfigException malformed) {
      problems.add("config = " + file + ": " + malformed.getMessage());
    }
  }

  private void takeFromFile(Path file, Map.Entry<String, ConfigValue> entry) {
    ConfigValue value = entry.getValue();
    int line = value.origin().lineNumber();
    String where = line < 0 ? file.toString() : file + ": " + line;
    if (value.valueType() == ConfigValueType.LIST) {
      String text = ((List<?>) value.unwrapped()).stream().map(String::valueOf).collect(Collectors.joining(","));
      take(entry.getKey(), text, Origin.Source.FILE, where);
    } else take(entry.getKey(), String.valueOf(value.unwrapped()), Origin.Source.FILE, where);
  }

  private void take(String path, String text, Origin.Source source, String where) {
    if (known.containsKey(path)) written.put(path, new Written(text, new Origin(source, where)));
    else
      problems.add("unknown setting " + path + " (" + where + ")" + Spelling.nearest(path, known.keySet())
          .map(name -> "; did you mean " + name + "?").orElse("; `vertikv config --reference` lists them all"));
  }

  private EffectiveConfig resolve() {
    Map<String, SettingValue<?>> values = new LinkedHashMap<>();
    known.values().forEach(setting -> {
      SettingValue<?> value = valueOf(setting);
      if (value != null) values.put(setting.path(), value);
    });
    if (!problems.isEmpty()) throw new ConfigRefused(problems);
    Values complete = new Values(values);
    try {
      return new EffectiveConfig(NodeConfig.from(complete), complete.all());
    } catch (IllegalArgumentException doesNotFitTogether) {
      throw new ConfigRefused(List.of(doesNotFitTogether.getMessage()));
    }
  }

  /** Null when refused; the problem is then noted. */
  private <T> SettingValue<T> valueOf(Setting<T> setting) {
    Written found = written.getOrDefault(setting.path(), new Written(setting.defaultText(), Origin.DEFAULT));
    try {
      return new SettingValue<>(setting, setting.kind().read(found.text(), machine), found.text(), found.origin());
    } catch (IllegalArgumentException refused) {
      String shown = setting.secret() ? "(hidden)" : found.text();
      problems.add("%s = %s (%s): %s".formatted(setting.path(), shown, found.origin(), refused.getMessage()));
      return null;
    }
  }
}
