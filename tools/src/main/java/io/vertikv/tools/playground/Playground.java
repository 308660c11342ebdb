package io.vertikv.tools.playground;

import io.vertikv.tools.crash.NodeProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Processes of one playground. What they print is passed on line by line under their names. They end with this process, by
 * SIGTERM; one that ends before is reported and the others go on, which is what a cluster is for.
 */
public final class Playground {
  private static final int STOP_SECONDS = 30;
  private static final long MIB = 1 << 20;
  private static final long HEAP_BYTES_MIN = 96 * MIB;
  private static final String HEAP = "-Xmx";
  private static final String HEAP_AT_START = "-Xms";
  private static final String DIRECT = "-XX:MaxDirectMemorySize=";
  private static final String MEMORY = "-Dvertikv.memory.bytes=";

  private final PlaygroundPlan plan;
  private final PrintWriter out;
  private final List<Process> processes = new ArrayList<>();
  private final List<Thread> readers = new ArrayList<>();
  private volatile boolean stopping;

  private Playground(PlaygroundPlan plan, PrintWriter out) {
    this.plan = plan;
    this.out = out;
  }

  /** A port that somebody else has, if there is one: better told once than by nine nodes. */
  public static Optional<Integer> takenPort(PlaygroundPlan plan) {
    return plan.ports().stream().filter(port -> !free(port)).findFirst();
  }

  /** Starts the nodes; the main class is the one that understands {@code start}. */
  public static Playground start(PlaygroundPlan plan, Class<?> mainClass, PrintWriter out) throws IOException {
    Playground playground = new Playground(plan, out);
    boolean started = false;
    try {
      for (int node = 0; node < plan.nodes(); node++) playground.launch(node, mainClass);
      started = true;
    } finally {
      if (!started) playground.stop();
    }
    playground.say(plan.table());
    return playground;
  }

  /** Returns when all nodes have ended; true when each did so with exit code 0. */
  public boolean awaitEnd() throws InterruptedException {
    boolean well = true;
    for (Process process : processes) well &= process.waitFor() == 0;
    for (Thread reader : readers) reader.join();
    return well;
  }

  /** SIGTERM to all, SIGKILL to those who do not heed it; returns when all are gone. */
  public void stop() {
    stopping = true;
    processes.forEach(process -> process.toHandle().destroy()); // Process.destroy would close their output
    List<CompletableFuture<Process>> ends = processes.stream().map(Process::onExit).toList();
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, STOP_SECONDS, TimeUnit.SECONDS)
        .join();
    for (Process process : processes)
      if (process.isAlive()) {
        say("process %d did not end in %d s and is killed%n".formatted(process.pid(), STOP_SECONDS));
        process.destroyForcibly();
      }
  }

  /** Whether the nodes have been told to end. */
  public boolean stopping() { return stopping; }

  private void launch(int node, Class<?> mainClass) throws IOException {
    Files.createDirectories(plan.data());
    List<String> command = NodeProcess.command(mainClass, javaFlags(plan.nodes()), plan.arguments(node));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Settings in the environment would be those of all nodes at once, their ports included.
    builder.environment().keySet().removeIf(name -> name.startsWith("VERTIKV_"));
    Process process = builder.start();
    processes.add(process);
    readers.add(Thread.ofPlatform().daemon().name("output of " + plan.name(node)).start(() -> follow(node, process)));
  }

  /** This process was given the memory of the whole machine; each node gets its share of it. */
  private static List<String> javaFlags(int nodes) {
    List<String> flags = new ArrayList<>();
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (flag.startsWith(HEAP_AT_START)) continue; // may be more than the share
      if (flag.startsWith(HEAP)) flags.add(share(flag, HEAP, nodes));
      else if (flag.startsWith(DIRECT)) flags.add(share(flag, DIRECT, nodes));
      else if (flag.startsWith(MEMORY)) flags.add(share(flag, MEMORY, nodes));
      else flags.add(flag);
    }
    return flags;
  }

  /** The launcher writes bytes; what somebody wrote in another way is left as it is. */
  static String share(String flag, String name, int nodes) {
    String amount = flag.substring(name.length());
    if (!amount.matches("[0-9]{1,18}")) return flag;
    return name + Math.max(HEAP_BYTES_MIN, Long.parseLong(amount) / nodes);
  }

  private void follow(int node, Process process) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine())
        say("%s | %s%n".formatted(plan.name(node), line));
    } catch (IOException pipeBroken) {
      say("%s | output lost: %s%n".formatted(plan.name(node), pipeBroken.getMessage()));
    }
    int code = process.onExit().join().exitValue();
    if (!stopping)
      say("%s has ended with exit code %d; the others go on. Ctrl-C stops them.%n".formatted(plan.name(node), code));
  }

  private void say(String text) {
    out.print(text);
    out.flush();
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
