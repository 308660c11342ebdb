package io.vertikv.tools.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node in a JVM of its own, started as this JVM was: same Java, flags and class path, so that neither a packaged
 * distribution nor a shell stands in between and a kill hits the node itself. What it prints goes to a file.
 */
public final class NodeProcess implements AutoCloseable {
  private static final Pattern REDIS_PORT = Pattern.compile("\\s+Redis protocol\\s+\\S+:(\\d+)\\s.*");
  private static final Pattern READY = Pattern.compile("Ready after .*");
  private static final int START_SECONDS = 120;
  private static final int STOP_SECONDS = 60;

  private final Process process;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  private NodeProcess(Process process) { this.process = process; }

  /** Launches {@code mainClass start} with free ports; the settings are further flags. */
  public static NodeProcess launch(Class<?> mainClass, Path data, Path output, List<String> settings)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("--port", "0", "--admin-port", "0", "--node-port", "0"));
    all.addAll(List.of("--data", data.toString()));
    all.addAll(settings);
    return launch(mainClass, List.of(), all, output);
  }

  /** Launches {@code mainClass start} with these settings alone; the flags are for Java, after those of this process. */
  public static NodeProcess launch(Class<?> mainClass, List<String> javaFlags, List<String> settings, Path output)
      throws IOException {
    List<String> flags = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
    flags.addAll(javaFlags);
    List<String> arguments = new ArrayList<>(List.of("start"));
    arguments.addAll(settings);
    List<String> command = command(mainClass, flags, arguments);
    NodeProcess node = new NodeProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
    Thread.ofPlatform().daemon().name("output of " + node.process.pid()).start(() -> node.follow(output));
    return node;
  }

  /** The command line of a JVM like this one, with these flags for Java instead of its own. */
  public static List<String> command(Class<?> mainClass, List<String> javaFlags, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaFlags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
    command.addAll(arguments);
    return command;
  }

  /** Blocks until the node serves; returns the Redis port. */
  public int awaitPort() throws InterruptedException {
    try {
      return port.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new CrashTestFailed("the node did not start", failed.getCause());
    } catch (TimeoutException late) {
      throw new CrashTestFailed("the node did not start in " + START_SECONDS + " s", late);
    }
  }

  public long pid() { return process.pid(); }

  public boolean isAlive() { return process.isAlive(); }

  /** True when the process ended by itself within this time. */
  boolean endsWithin(long micros) throws InterruptedException {
    return process.waitFor(micros, TimeUnit.MICROSECONDS);
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM; returns the exit code. */
  public int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS))
      throw new CrashTestFailed("SIGTERM did not end the node in " + STOP_SECONDS + " s");
    return process.exitValue();
  }

  @Override
  public void close() { process.destroyForcibly(); }

  private void follow(Path output) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      int announced = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Files.writeString(output, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Matcher redis = REDIS_PORT.matcher(line);
        if (redis.matches()) announced = Integer.parseInt(redis.group(1));
        if (READY.matcher(line).matches()) port.complete(announced);
      }
      port.completeExceptionally(new IOException("it ended before it was ready, see " + output));
    } catch (IOException failed) {
      // The pipe of a killed process may end in an error; nobody waits for its port then.
      port.completeExceptionally(new UncheckedIOException(failed));
    }
  }
}
