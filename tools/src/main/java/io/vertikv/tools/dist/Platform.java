package io.vertikv.tools.dist;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The kind of machine that the build runs on, in the words of file names. */
final class Platform {
  private Platform() {}

  static String name() { return System.getProperty("os.name").toLowerCase(Locale.ROOT) + "-" + architecture(); }

  static String architecture() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> "x86_64";
      case "arm64", "aarch64" -> "aarch64";
      case String other -> other;
    };
  }

  /** Linux with the GNU C library, for which the native libraries are laid out ready to load. */
  static boolean linuxWithGlibc() {
    boolean musl = Files.exists(Path.of("/lib/ld-musl-" + architecture() + ".so.1"));
    return name().startsWith("linux-") && !musl;
  }
}
