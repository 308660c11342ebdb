package io.vertikv.resp.session;

import io.vertikv.resp.protocol.RespDecoder;

/**
 * What the front end can be told. Immutable; CONFIG SET replaces it as a whole ({@link FrontEnd#configure}).
 *
 * @param host address to listen on
 * @param port 0: any free one
 * @param backlog connections that the kernel holds before they are accepted
 * @param databases what SELECT accepts: 0 to databases - 1
 * @param password of the user "default"; empty: nobody has to authenticate
 * @param idleSeconds a connection without traffic for so long is closed; 0: never
 * @param drainMillis how long a stop waits for clients to take the replies to what was read; then they are cut off
 * @param slowMicros commands that ran for at least so long go to the slow log; negative: none
 * @param clusterMode whether INFO, HELLO and CONFIG GET say that this is a cluster; nothing else depends on it
 */
public record RespConfig(String host, int port, int backlog, int databases, String password, int idleSeconds,
    long drainMillis, long slowMicros, Limits limits, boolean clusterMode) {

  /**
   * The bounds of what clients can make the server hold.
   *
   * @param connectionsMax accepted at the same time; the next ones get an error and are closed
   * @param bulkBytesMax one argument
   * @param argumentsMax arguments of one command
   * @param inlineBytesMax one line: an inline command, a length
   * @param requestBytesMax one command with all its arguments
   * @param blockBytesMax commands queued by MULTI; and as much again for keys watched
   * @param outstandingMax commands of one connection that wait for their outcome; then its socket is not read
   * @param inputBytesMax bytes of one connection that were read and not parsed; then its socket is not read
   * @param outputBytesHigh bytes of replies that the client has not taken; then its socket is not read
   * @param outputBytesMax the same; then the client is closed
   * @param stranger what a client may send before it has authenticated
   * @param load bytes of commands in the server's hands
   */
  public record Limits(int connectionsMax, int bulkBytesMax, int argumentsMax, int inlineBytesMax, int requestBytesMax,
      long blockBytesMax, int outstandingMax, int inputBytesMax, int outputBytesHigh, long outputBytesMax,
      RespDecoder.Stranger stranger, Load load) {
    public Limits(int connectionsMax, int bulkBytesMax, int argumentsMax, int inlineBytesMax, int requestBytesMax,
        long blockBytesMax, int outstandingMax, int inputBytesMax, int outputBytesHigh, long outputBytesMax) {
      this(connectionsMax, bulkBytesMax, argumentsMax, inlineBytesMax, requestBytesMax, blockBytesMax, outstandingMax,
          inputBytesMax, outputBytesHigh, outputBytesMax, RespDecoder.Stranger.DEFAULT, Load.DEFAULT);
    }

    public Limits {
      atLeast(1, connectionsMax, "connectionsMax");
      atLeast(1024, bulkBytesMax, "bulkBytesMax");
      atLeast(16, argumentsMax, "argumentsMax");
      atLeast(64, inlineBytesMax, "inlineBytesMax");
      atLeast(bulkBytesMax, requestBytesMax, "requestBytesMax");
      atLeast(1024, blockBytesMax, "blockBytesMax");
      atLeast(1, outstandingMax, "outstandingMax");
      atLeast(1024, inputBytesMax, "inputBytesMax");
      atLeast(1024, outputBytesHigh, "outputBytesHigh");
      atLeast(outputBytesHigh, outputBytesMax, "outputBytesMax");
    }

    public Limits withConnectionsMax(int connectionsMax) {
      return new Limits(connectionsMax, bulkBytesMax, argumentsMax, inlineBytesMax, requestBytesMax, blockBytesMax,
          outstandingMax, inputBytesMax, outputBytesHigh, outputBytesMax, stranger, load);
    }

    public Limits withLoad(Load load) {
      return new Limits(connectionsMax, bulkBytesMax, argumentsMax, inlineBytesMax, requestBytesMax, blockBytesMax,
          outstandingMax, inputBytesMax, outputBytesHigh, outputBytesMax, stranger, load);
    }

    public static Limits defaults() {
      return new Limits(10_000, 16 << 20, 1 << 20, 64 << 10, 64 << 20, 64L << 20, 4096, 64 << 10, 1 << 20, 256L << 20);
    }
  }

  /**
   * @param pipelineBytesMax commands of one connection that wait for their outcome; then its socket is not read
   * @param pipelinesBytesMax the same of all connections; then each may have only one small command under way
   * @param inputsBytesMax of all connections: unfinished requests, beyond inputBytesMax of each, and blocks that MULTI
   * queues; then who wants more of that is told BUSY
   */
  public record Load(long pipelineBytesMax, long pipelinesBytesMax, long inputsBytesMax) {
    public static final Load DEFAULT = new Load(64L << 20, 256L << 20, 256L << 20);

    public Load {
      atLeast(1024, pipelineBytesMax, "pipelineBytesMax");
      atLeast(1024, pipelinesBytesMax, "pipelinesBytesMax");
      atLeast(1024, inputsBytesMax, "inputsBytesMax");
    }
  }

  public RespConfig(String host, int port, int backlog, int databases, String password, int idleSeconds,
      long drainMillis, long slowMicros, Limits limits) {
    this(host, port, backlog, databases, password, idleSeconds, drainMillis, slowMicros, limits, false);
  }

  public RespConfig {
    if (host.isEmpty()) throw new IllegalArgumentException("host is empty");
    if (port < 0 || port > 65_535) throw new IllegalArgumentException("port is " + port + ", not 0 to 65535");
    atLeast(1, backlog, "backlog");
    if (databases < 1 || databases > 65_536) {
      throw new IllegalArgumentException("databases is " + databases + ", not 1 to 65536");
    }
    atLeast(0, idleSeconds, "idleSeconds");
    atLeast(0, drainMillis, "drainMillis");
  }

  public static RespConfig defaults() {
    return new RespConfig("127.0.0.1", 6379, 511, 16, "", 0, 10_000, 10_000, Limits.defaults());
  }

  /** In Redis' words. */
  public String mode() { return clusterMode ? "cluster" : "standalone"; }

  public RespConfig listeningOn(String host, int port) {
    return new RespConfig(host, port, backlog, databases, password, idleSeconds, drainMillis, slowMicros, limits,
        clusterMode);
  }

  public RespConfig withPassword(String password) {
    return new RespConfig(host, port, backlog, databases, password, idleSeconds, drainMillis, slowMicros, limits,
        clusterMode);
  }

  public RespConfig withIdleSeconds(int idleSeconds) {
    return new RespConfig(host, port, backlog, databases, password, idleSeconds, drainMillis, slowMicros, limits,
        clusterMode);
  }

  public RespConfig withDrainMillis(long drainMillis) {
    return new RespConfig(host, port, backlog, databases, password, idleSeconds, drainMillis, slowMicros, limits,
        clusterMode);
  }

  public RespConfig withSlowMicros(long slowMicros) {
    return new RespConfig(host, port, backlog, databases, password, idleSeconds, drainMillis, slowMicros, limits,
        clusterMode);
  }

  public RespConfig withLimits(Limits limits) {
    return new RespConfig(host, port, backlog, databases, password, idleSeconds, drainMillis, slowMicros, limits,
        clusterMode);
  }

  public RespConfig withClusterMode(boolean clusterMode) {
    return new RespConfig(host, port, backlog, databases, password, idleSeconds, drainMillis, slowMicros, limits,
        clusterMode);
  }

  private static void atLeast(long least, long value, String name) {
    if (value < least) throw new IllegalArgumentException(name + " is " + value + ", less than " + least);
  }
}
