package io.vertikv.tools;

import io.vertikv.tools.config.ConfigReader;
import io.vertikv.tools.config.ConfigSources;
import io.vertikv.tools.config.EffectiveConfig;
import io.vertikv.tools.config.Machine;
import io.vertikv.tools.config.NodeConfig;
import io.vertikv.tools.config.Setting;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Makes every setting an option of a command. The everyday ones are in its help; the rest work and stay quiet. */
final class SettingOptions {
  private static final String CONFIG = "--config";
  private static final String CONFIG_VARIABLE = "VERTIKV_CONFIG";

  private SettingOptions() {}

  static void addTo(CommandSpec command) {
    command.addOption(OptionSpec.builder(CONFIG).paramLabel("FILE").type(Path.class)
        .description("Configuration file (HOCON); `vertikv config --reference` prints one with every setting.")
        .build());
    NodeConfig.settings().forEach(setting -> command.addOption(option(setting)));
  }

  /** The configuration that these arguments, the environment and the file make together. */
  static EffectiveConfig read(ParseResult parsed, Map<String, String> environment, Machine machine) {
    Map<String, String> flags = new HashMap<>();
    NodeConfig.settings().forEach(setting -> {
      String text = parsed.matchedOptionValue(setting.flag(), null);
      if (text != null) flags.put(setting.path(), text);
    });
    Optional<Path> fromEnvironment = Optional.ofNullable(environment.get(CONFIG_VARIABLE))
        .filter(text -> !text.isEmpty()).map(Path::of);
    Optional<Path> file = Optional.<Path>ofNullable(parsed.matchedOptionValue(CONFIG, null)).or(() -> fromEnvironment);
    return ConfigReader.read(new ConfigSources(flags, environment, file), machine);
  }

  private static OptionSpec option(Setting<?> setting) {
    String name = setting.path().substring(setting.path().lastIndexOf('.') + 1);
    String byDefault = setting.defaultText().isEmpty() ? "none" : setting.defaultText();
    return OptionSpec.builder(setting.flag()).paramLabel(name.toUpperCase(java.util.Locale.ROOT)).type(String.class)
        .hidden(!setting.everyday())
        .description(String.join(" ", setting.doc()).replace("%", "%%") + " Default: " + byDefault + ".")
        .build();
  }
}
