package io.vertikv.tools.chaos.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of the operating system that a fault needs. */
final class ShellCommand {
  private static final int SECONDS_MAX = 30;

  private ShellCommand() {}

  /** Runs it to its end. */
  static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0)
      throw new IOException(String.join(" ", command) + " failed: " + output.strip());
  }

  static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      run(command);
      return true;
    } catch (IOException failed) {
      return false;
    }
  }
}
