package io.vertikv.tools.config;

import java.util.List;

/** How Redis clients are served. */
public record ServerConfig(String requirepass, int databases, int eventLoops, TransportChoice transport, int backlog,
    long idleMillis, long drainMillis, String advertise, boolean clusterMode) {
  static final Setting<String> REQUIREPASS = Setting.of("server.requirepass", Forms.PASSWORD, "",
      "Password that clients must give with AUTH or HELLO. Empty: none.").asSecret();
  static final Setting<Integer> DATABASES = Setting.of("server.databases", Kind.integer(1, 16384), "16",
      "Number of databases for SELECT.");
  static final Setting<Integer> EVENT_LOOPS = Setting.of("server.event-loops",
      Kind.autoInteger(1, 256, machine -> Math.max(1, machine.processors() / 2)), "auto",
      "Threads that serve sockets and regions. auto: one for two processors; the log, the engine and clients",
      "on the same machine need the others.");
  static final Setting<TransportChoice> TRANSPORT = Setting.of("server.transport", Kind.choice(TransportChoice.class),
      "auto",
      "How sockets are served. auto: epoll where it can be loaded, otherwise nio.");
  static final Setting<Integer> BACKLOG = Setting.of("server.backlog", Kind.integer(1, 65535), "1024",
      "Connections that may wait to be accepted (the kernel caps this at net.core.somaxconn).");
  static final Setting<Long> TIMEOUT = Setting.of("server.timeout", Kind.time(0, 31_536_000_000L), "0",
      "A client idle for this long is disconnected. 0: never.");
  static final Setting<Long> DRAIN = Setting.of("server.drain", Kind.time(0, 600_000), "10s",
      "How long a stopping node may take to answer what it has accepted.");
  static final Setting<String> ADVERTISE = Setting.of("server.advertise", Forms.HOST_AND_PORT_OR_NOTHING, "",
      "host:port at which cluster-aware clients reach this node: what stands for port in CLUSTER SLOTS and the like, or for",
      "tls.port when tls.plain-port = false. Empty: the host at which other nodes reach it, with the port itself.");
  static final Setting<Boolean> CLUSTER_MODE = Setting.of("server.cluster-mode", Kind.yesNo(), "false",
      "Whether INFO, HELLO and CONFIG GET say that this is a Redis cluster, for tools that look there. Nothing else depends",
      "on it: CLUSTER answers always, any node takes any key, and SELECT is allowed.");
  static final List<Setting<?>> SETTINGS = List.of(REQUIREPASS, DATABASES, EVENT_LOOPS, TRANSPORT, BACKLOG,
      TIMEOUT, DRAIN, ADVERTISE, CLUSTER_MODE);

  public ServerConfig {
    if (!advertise.isEmpty()) ClusterConfig.checkPort("server.advertise", advertise);
  }

  static ServerConfig from(Values values) {
    return new ServerConfig(values.get(REQUIREPASS), values.get(DATABASES), values.get(EVENT_LOOPS),
        values.get(TRANSPORT),
        values.get(BACKLOG), values.get(TIMEOUT), values.get(DRAIN), values.get(ADVERTISE),
        values.get(CLUSTER_MODE));
  }

  /** Never the password: configurations end up in logs. */
  @Override
  public String toString() {
    return "ServerConfig[databases=" + databases + ", eventLoops=" + eventLoops + ", transport=" + transport + "]";
  }
}
