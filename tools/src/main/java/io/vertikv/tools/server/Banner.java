package io.vertikv.tools.server;

import io.vertikv.tools.config.NodeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** What a person sees when the node is ready: where it listens, how to connect, what to mind. */
final class Banner {
  private Banner() {}

  static String text(String version, NodeConfig config, Path data, List<Listening> open, Duration sinceLaunch) {
    StringBuilder text = new StringBuilder(
        "VertiKV %s, process %d%n".formatted(version, ProcessHandle.current().pid()));
    for (Listening port : open)
      text.append(
          "  %-11s %-21s  %s%n".formatted(port.what(), Ports.reachable(port.host(), port.port()), port.howToConnect()));
    text.append(
        "  %-11s %s (sync = %s)%n".formatted("data", data, config.storage().sync().name().toLowerCase(Locale.ROOT)));
    for (String warning : warnings(config, OpenFiles.limit())) text.append("  WARNING     %s%n".formatted(warning));
    return text.append("Ready after %.2f s. Stop with Ctrl-C or SIGTERM.%n".formatted(sinceLaunch.toMillis() / 1000.0))
        .toString();
  }

  static List<String> warnings(NodeConfig config, OptionalLong openFiles) {
    List<String> warnings = new ArrayList<>();
    String bind = config.listen().bind();
    if (!config.listen().onlyThisMachine() && config.server().requirepass().isEmpty())
      warnings.add(bind + " can be reached from other machines and no password is set: see server.requirepass");
    int connections = config.limits().connections();
    if (openFiles.isPresent() && openFiles.getAsLong() < connections + OpenFiles.OWN)
      warnings.add("limits.connections = "
          + connections + ", but this process may open only " + openFiles.getAsLong() + " files: see ulimit -n");
    return warnings;
  }
}
