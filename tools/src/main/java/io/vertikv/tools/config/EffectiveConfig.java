package io.vertikv.tools.config;

import java.util.List;

/** The configuration in force: the records for the program, and for people every value with its origin. */
public record EffectiveConfig(NodeConfig node, List<SettingValue<?>> values) {
  /** As a configuration file that could be read again, each line with the reason for its value. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (SettingValue<?> value : values)
      text.append("%-64s # %s%n".formatted(value.setting().path() + " = " + quoted(value.shown()), value.reason()));
    return text.toString();
  }

  /** HOCON needs quotes around whatever is not a plain word or number. */
  static String quoted(String text) {
    boolean plain = text.matches("[0-9A-Za-z][0-9A-Za-z-]*");
    return plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
