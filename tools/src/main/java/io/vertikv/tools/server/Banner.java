package io.vertikv.tools.server;

import io.vertikv.tools.config.ListenConfig;
import io.vertikv.tools.config.NodeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

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
    ListenConfig listen = config.listen();
    if (!listen.onlyThisMachine() && config.server().requirepass().isEmpty())
      text.append("  WARNING     %s can be reached from other machines and no password is set: see server.requirepass%n"
          .formatted(listen.bind()));
    return text.append("Ready after %.2f s. Stop with Ctrl-C or SIGTERM.%n".formatted(sinceLaunch.toMillis() / 1000.0))
        .toString();
  }
}
