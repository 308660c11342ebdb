package io.vertikv.tools;

import io.vertikv.tools.config.NodeConfig;
import io.vertikv.tools.config.Setting;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The command line of a start without surprises: {@code start} and settings with their values. Java's start-up cache
 * does not take picocli (its class files are of a version too old for that), so that reading it the usual way is half
 * of the time to the first reply. Everything else, every slip included, is left to picocli, which can explain.
 */
final class PlainStart {
  private PlainStart() {}

  /** The values by flag; empty when this is not a plain start. */
  static Optional<Map<String, String>> flags(String[] arguments) {
    if (arguments.length == 0 || !arguments[0].equals("start")) return Optional.empty();
    Map<String, String> known = new HashMap<>(Map.of(Settings.CONFIG, ""));
    for (Setting<?> setting : NodeConfig.settings()) known.put(setting.flag(), "");
    Map<String, String> flags = new HashMap<>();
    for (int i = 1; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      String name = equals < 0 ? arguments[i] : arguments[i].substring(0, equals);
      String value = "";
      if (equals >= 0) value = arguments[i].substring(equals + 1);
      else if (i + 1 < arguments.length) value = arguments[++i];
      boolean plain = known.containsKey(name) && !value.isEmpty() && !value.startsWith("-") && value.indexOf('"') < 0;
      if (!plain || flags.put(name, value) != null) return Optional.empty();
    }
    return Optional.of(flags);
  }
}
