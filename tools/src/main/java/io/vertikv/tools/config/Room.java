package io.vertikv.tools.config;

import java.util.List;

/** A part of the configuration: its name (empty for the top level), what it is about, and its settings in order. */
record Room(String name, String about, List<Setting<?>> settings) {
  Room {
    settings = List.copyOf(settings);
    for (Setting<?> setting : settings)
      if (!setting.path().substring(0, Math.max(0, setting.path().lastIndexOf('.'))).equals(name))
        throw new IllegalArgumentException(setting.path() + " does not belong to room '" + name + "'");
  }
}
