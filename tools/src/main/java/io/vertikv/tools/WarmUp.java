package io.vertikv.tools;

import io.vertikv.tools.config.EffectiveConfig;
import io.vertikv.tools.config.Machine;
import io.vertikv.tools.server.Exercise;
import io.vertikv.tools.server.NodeServices;
import io.vertikv.tools.server.NodeShell;
import io.vertikv.tools.server.StopSignal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code vertikv warm-up}, for the build: a node on throw-away data is started the way of every later start, exercised and
 * stopped, while Java records what it loads and compiles. It is no command for people and not in the help.
 */
final class WarmUp {
  static final String NAME = "warm-up";

  private WarmUp() {}

  static int run(NodeServices services, PrintWriter out) {
    try {
      Path data = Files.createTempDirectory("vertikv-warm-up");
      try {
        exercise(data, services, out);
      } finally {
        delete(data);
      }
      return ExitCode.OK;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void exercise(Path data, NodeServices services, PrintWriter out) throws IOException {
    List<String> start = List.of("start", "--port=0", "--admin-port=0", "--node-port=0", "--sync=never",
        "--data=" + data);
    Map<String, String> flags = PlainStart.flags(start.toArray(String[]::new)).orElseThrow();
    EffectiveConfig config = Settings.read(flags, Map.of(), Machine.measured());
    StopSignal signal = StopSignal.await();
    NodeShell shell = NodeShell.start(config, services, Version.number(), out);
    try {
      Exercise.run(shell.listening());
    } finally {
      shell.stop();
      signal.ignore();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
    }
  }
}
