package io.vertikv.tools.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program of the build. */
final class Commands {
  /** How it ended and what it said. */
  record Ended(int status, String output) {}

  /** A program that takes longer than this hangs; the build must not hang with it. */
  private static final int MINUTES_MAX = 5;

  private Commands() {}

  static Ended run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("vertikv-build", ".log");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
          .redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("VERTIKV_")); // settings of the person who builds
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean inTime = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
      if (!inTime) process.destroyForcibly().waitFor();
      return new Ended(process.exitValue(), Files.readString(output) + (inTime ? "" : "(stopped: it took too long)"));
    } finally {
      Files.delete(output);
    }
  }
}
