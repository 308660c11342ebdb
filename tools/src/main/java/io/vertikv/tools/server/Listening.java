package io.vertikv.tools.server;

/** A port that is open, and what to do with it. */
public record Listening(String what, String host, int port, String howToConnect) {
  private static final String REDIS = "redis";
  private static final int REDIS_CLI_DEFAULT = 6379;

  /** A port for Redis clients. */
  public static Listening redis(String host, int port) {
    String to = host.equals("127.0.0.1") || host.equals("0.0.0.0") ? "" : " -h " + host;
    return new Listening(REDIS, host, port, "redis-cli" + to + (port == REDIS_CLI_DEFAULT ? "" : " -p " + port));
  }

  boolean isRedis() { return what.equals(REDIS); }
}
