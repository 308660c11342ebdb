package io.vertikv.tools;

import io.vertikv.tools.config.ConfigRefused;
import io.vertikv.tools.server.NodeAssembly;
import io.vertikv.tools.server.NodeServices;
import io.vertikv.tools.server.StartRefused;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The one entry point: {@code vertikv COMMAND}. {@link Commands} lists the commands. */
public final class Main {
  /** What a node consists of. */
  private static final NodeServices SERVICES = new NodeAssembly();

  private Main() {}

  public static void main(String[] arguments) { main(arguments, SERVICES); }

  /** The same with other services. */
  public static void main(String[] arguments, NodeServices services) {
    Thread.currentThread().setUncaughtExceptionHandler((thread, defect) -> end(defect));
    int code = run(arguments, services);
    if (code != ExitCode.OK) System.exit(code);
    // Otherwise the process ends when its last thread does.
  }

  /** Otherwise a process that has failed would live on for as long as some thread of it does. */
  private static void end(Throwable defect) {
    defect.printStackTrace();
    System.exit(ExitCode.FAILED);
  }

  private static int run(String[] arguments, NodeServices services) {
    Optional<Map<String, String>> plainStart = PlainStart.flags(arguments);
    boolean warmUp = arguments.length == 1 && arguments[0].equals(WarmUp.NAME);
    if (plainStart.isEmpty() && !warmUp) return Commands.of(services).execute(arguments);
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    try {
      return warmUp ? WarmUp.run(services, out) : StartCommand.run(plainStart.get(), services, out);
    } catch (ConfigRefused | StartRefused refused) {
      return explain(refused, err);
    }
  }

  /** Says why, and returns the exit code. What is not a refusal is a defect: it is thrown on, with its stack. */
  static int explain(RuntimeException failure, PrintWriter err) {
    return switch (failure) {
      case ConfigRefused refused -> {
        refused.problems().forEach(problem -> err.println("vertikv: " + problem));
        yield ExitCode.USAGE;
      }
      case StartRefused refused -> {
        err.println("vertikv: " + refused.getMessage());
        yield ExitCode.NOT_STARTED;
      }
      default -> throw failure;
    };
  }
}
