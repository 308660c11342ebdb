package io.vertikv.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process as the operating system sees it: what it prints and the code with which it ends. */
@Timeout(60)
class MainProcessTest {
  @TempDir
  private Path data;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void kill() throws InterruptedException {
    for (Process process : processes) process.destroyForcibly().waitFor();
  }

  @Test
  void aNodeIsReadyThenRefusesASecondOnItsDataAndEndsWithZeroWhenTold() throws Exception {
    Process node = start("start", "--port=0", "--admin-port=0", "--node-port=0", "--data", data.toString());
    BufferedReader out = node.inputReader(StandardCharsets.UTF_8);
    List<String> banner = new ArrayList<>();
    for (String line = out.readLine(); line != null && !line.startsWith("Ready after "); line = out.readLine())
      banner.add(line);
    assertTrue(banner.getFirst().endsWith(", process " + node.pid()), banner.toString());

    Process second = start("start", "--admin-port=0", "--data", data.toString());
    assertEquals(ExitCode.NOT_STARTED, second.waitFor());
    assertEquals("vertikv: the data folder " + data + " is in use by process " + node.pid()
        + ": stop that one, or choose another folder with --data\n", errors(second));

    node.destroy(); // SIGTERM
    assertEquals(ExitCode.OK, node.waitFor());
  }

  @Test
  void aRefusedConfigurationEndsWithItsOwnCode() throws Exception {
    Process refused = start("start", "--sync", "maybe");
    assertEquals(ExitCode.USAGE, refused.waitFor());
    assertEquals("vertikv: sync = maybe (--sync): must be one of always, interval, never\n", errors(refused));
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC", "-Xshare:auto", "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow", "-cp",
            System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("VERTIKV_") || name.startsWith("JAVA_"));
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static String errors(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
