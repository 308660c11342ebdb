package io.vertikv.tools;

import io.vertikv.tools.config.NodeConfig;
import io.vertikv.tools.config.Setting;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Makes every setting an option of a command. The everyday ones are in its help; the rest work and stay quiet. */
final class SettingOptions {
  private SettingOptions() {}

  static void addTo(CommandSpec command) {
    command.addOption(OptionSpec.builder(Settings.CONFIG).paramLabel("FILE").type(String.class)
        .description("Configuration file (HOCON); `vertikv config --reference` prints one with every setting.")
        .build());
    NodeConfig.settings().forEach(setting -> command.addOption(option(setting)));
  }

  /** The values by flag. */
  static Map<String, String> flags(ParseResult parsed) {
    Map<String, String> flags = new HashMap<>();
    for (OptionSpec option : parsed.matchedOptions())
      if (option.getValue() instanceof String value) flags.put(option.longestName(), value);
    return flags;
  }

  private static OptionSpec option(Setting<?> setting) {
    String name = setting.path().substring(setting.path().lastIndexOf('.') + 1);
    String byDefault = setting.defaultText().isEmpty() ? "none" : setting.defaultText();
    return OptionSpec.builder(setting.flag()).paramLabel(name.toUpperCase(Locale.ROOT)).type(String.class)
        .hidden(!setting.everyday())
        .description(String.join(" ", setting.doc()).replace("%", "%%") + " Default: " + byDefault + ".").build();
  }
}
