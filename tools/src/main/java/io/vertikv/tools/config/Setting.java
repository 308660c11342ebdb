package io.vertikv.tools.config;

import java.util.List;
import java.util.Locale;

/**
 * One setting. Its path names it everywhere: {@code limits.bulk-length} in the file is the flag
 * {@code --limits-bulk-length} and the variable {@code VERTIKV_LIMITS_BULK_LENGTH}.
 */
public record Setting<T>(String path, Kind<T> kind, String defaultText, List<String> doc, boolean secret) {
  public static final String ENVIRONMENT_PREFIX = "VERTIKV_";

  static <T> Setting<T> of(String path, Kind<T> kind, String defaultText, String... doc) {
    return new Setting<>(path, kind, defaultText, List.of(doc), false);
  }

  /** The same setting with a value that is never shown. */
  Setting<T> asSecret() {
    return new Setting<>(path, kind, defaultText, doc, true);
  }

  public String flag() { return "--" + path.replace('.', '-'); }

  public String variable() {
    return ENVIRONMENT_PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Settings of the top level are what people type; the others have a room in the file. */
  public boolean everyday() {
    return path.indexOf('.') < 0;
  }
}
