package io.vertikv.tools.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How many files and sockets this process may open. Java has raised the soft limit to the hard one at its start. */
final class OpenFiles {
  /** What a node needs besides its clients: the files of the store, its own ports, the jars. */
  static final int OWN = 1024;

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern LINE = Pattern.compile("Max open files +([0-9]+) .*");

  private OpenFiles() {}

  /** Empty where the system does not tell. */
  static OptionalLong limit() {
    if (!Files.isReadable(LIMITS)) return OptionalLong.empty();
    try (Stream<String> lines = Files.lines(LIMITS)) {
      return lines.map(LINE::matcher).filter(Matcher::matches).mapToLong(line -> Long.parseLong(line.group(1)))
          .findFirst();
    } catch (IOException unreadable) {
      return OptionalLong.empty(); // only a warning depends on it
    }
  }
}
