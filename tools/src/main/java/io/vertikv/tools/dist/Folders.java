package io.vertikv.tools.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole folders. */
final class Folders {
  private Folders() {}

  /** Copies a file or a folder with times and permissions; what is not there is not copied. */
  static void copy(Path from, Path to) throws IOException {
    if (!Files.exists(from)) return;
    for (Path each : everything(from)) {
      Path copy = to.resolve(from.relativize(each).toString());
      if (Files.isDirectory(each)) Files.createDirectories(copy);
      else Files.copy(each, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) return;
    for (Path each : everything(folder).stream().sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
  }

  private static List<Path> everything(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.toList();
    }
  }
}
