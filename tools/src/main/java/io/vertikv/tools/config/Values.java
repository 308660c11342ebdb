package io.vertikv.tools.config;

import java.util.List;
import java.util.Map;

/** The value in force of every setting: what a room's record is made from. */
public final class Values {
  private final Map<String, SettingValue<?>> byPath;

  Values(Map<String, SettingValue<?>> byPath) { this.byPath = byPath; }

  /** Safe: a path belongs to one setting, whose kind has read the value. */
  @SuppressWarnings("unchecked")
  <T> T get(Setting<T> setting) {
    return (T) byPath.get(setting.path()).value();
  }

  /** In the order of the tables. */
  List<SettingValue<?>> all() { return List.copyOf(byPath.values()); }
}
