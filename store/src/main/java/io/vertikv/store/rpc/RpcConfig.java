package io.vertikv.store.rpc;

/** The limits and intervals of the wire between stores. */
public record RpcConfig(Limits limits, Intervals intervals) {
  /**
   * What may be held. A link is one connection of one loop with one store.
   *
   * @param frameBytesMax a longer frame is refused; must hold the largest entry of the log
   * @param frameBytesTarget Raft messages share a frame until it is this long
   * @param queueBytesMax what waits to leave on one link, though a message always fits into an empty queue
   * @param requestsMax requests on one link that wait for their answers
   * @param handedBytesMax what one link has handed to other loops and they have not taken; above it nothing is read
   * @param linksMax connections that one loop takes from other stores
   */
  public record Limits(int frameBytesMax, int frameBytesTarget, long queueBytesMax, int requestsMax,
      long handedBytesMax, int linksMax) {
    public Limits {
      atLeast("frameBytesMax", frameBytesMax, 1024);
      atLeast("frameBytesTarget", frameBytesTarget, 1);
      if (frameBytesTarget > frameBytesMax) {
        throw new IllegalArgumentException("frameBytesTarget " + frameBytesTarget + " exceeds " + frameBytesMax);
      }
      atLeast("queueBytesMax", queueBytesMax, 1);
      atLeast("requestsMax", requestsMax, 1);
      atLeast("handedBytesMax", handedBytesMax, 1);
      atLeast("linksMax", linksMax, 1);
    }
  }

  /**
   * @param heartbeatMillis each side of a link shows itself at least so often
   * @param silenceMillis a link that was silent for so long is broken; counted in our own heartbeats, so that a pause of
   *        this process is not taken for the other's silence
   * @param handshakeMillis how long a new connection may take to say who it is
   * @param backoffMinMillis how long after a link broke it is tried again; doubled with each failure
   * @param backoffMaxMillis and never longer than this
   */
  public record Intervals(int heartbeatMillis, int silenceMillis, int handshakeMillis, int backoffMinMillis,
      int backoffMaxMillis) {
    public Intervals {
      atLeast("heartbeatMillis", heartbeatMillis, 1);
      atLeast("silenceMillis", silenceMillis, 2L * heartbeatMillis);
      atLeast("handshakeMillis", handshakeMillis, heartbeatMillis);
      atLeast("backoffMinMillis", backoffMinMillis, 1);
      atLeast("backoffMaxMillis", backoffMaxMillis, backoffMinMillis);
    }

    /** Whole heartbeats that fit into a time. */
    public int beats(int millis) { return millis / heartbeatMillis; }
  }

  public static RpcConfig defaults() {
    return new RpcConfig(new Limits(68 << 20, 1 << 20, 32 << 20, 1 << 16, 16 << 20, 1024),
        new Intervals(200, 1000, 3000, 50, 2000));
  }

  private static void atLeast(String name, long value, long min) {
    if (value < min) throw new IllegalArgumentException(name + " must be at least " + min + ": " + value);
  }
}
