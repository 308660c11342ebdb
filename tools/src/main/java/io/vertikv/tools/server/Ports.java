package io.vertikv.tools.server;

import io.vertx.core.Future;
import java.net.UnknownHostException;

/** Words about ports. */
public final class Ports {
  private Ports() {}

  /** Turns the failure to open a port into one that says which setting to change. */
  public static <T> Future<T> explain(Future<T> listening, String setting, String host, int port) {
    return listening
        .recover(failure -> Future.failedFuture(new StartRefused(reason(failure, setting, host, port), failure)));
  }

  /** The address to connect to: one that listens everywhere is reached on this machine. */
  public static String reachable(String host, int port) {
    return switch (host) {
      case "0.0.0.0" -> "127.0.0.1:" + port;
      case "::" -> "[::1]:" + port;
      default -> host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    };
  }

  private static String reason(Throwable failure, String setting, String host, int port) {
    String at = setting + " = " + port + " on " + host;
    String message = String.valueOf(failure.getMessage());
    if (message.contains("in use"))
      return at + " is taken by another process: stop that one, or choose another port with --" + setting;
    if (message.contains("ermission denied"))
      return at + " may not be opened by this user: choose a port from 1024 up with --" + setting;
    if (message.contains("assign requested address") || failure instanceof UnknownHostException)
      return "bind = " + host + " is not an address of this machine: choose one that is with --bind";
    return at + " cannot be opened: " + message;
  }
}
