package io.vertikv.raft;

/**
 * The host's monotonic clock, counted from the node's construction, in two readings. {@link #now} is time as it is:
 * leases and promises use it. The <em>patience</em> that {@link #advance} returns is time as far as this node had a
 * chance to hear something: after a pause (garbage collector, SIGSTOP) one tick counts for at most half an election
 * timeout, so that the messages that piled up meanwhile are read before anybody loses patience.
 */
final class NodeClock {
  private final long originNanos;
  private final long patienceMaxNanos;
  private long now;
  private long lastTick;

  NodeClock(long originNanos, long patienceMaxNanos) {
    this.originNanos = originNanos;
    this.patienceMaxNanos = patienceMaxNanos;
  }

  long now() { return now; }

  /** Never goes back, whatever the host says. */
  void set(long nanos) { now = read(nanos); }

  long read(long nanos) { return Math.max(now, nanos - originNanos); }

  /** The patience used up since the last tick. */
  long advance(long nanos) {
    set(nanos);
    long patience = Math.min(now - lastTick, patienceMaxNanos);
    lastTick = now;
    return patience;
  }
}
