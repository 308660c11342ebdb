package io.vertikv.raft;

/**
 * The limits of one group. Intervals are in milliseconds of the clock that the host passes to {@code tick} and {@code
 * step}.
 *
 * @param electionTimeoutMillis a follower campaigns after one to two of these without a leader; also how long
 *        it keeps away from elections after it heard from a leader, which is what leases rest on
 * @param heartbeatMillis how often a leader that is awake shows itself
 * @param clockDriftPermille by how much the rates of two nodes' monotonic clocks may differ; leases are shorter by that
 * @param appendBytesMax entries in one append request, beyond the first
 * @param inflightMax append requests to one follower that are not answered
 * @param inflightBytesMax the same in bytes
 * @param uncommittedEntriesMax proposed and not committed; above it proposals are dropped
 * @param uncommittedBytesMax the same in bytes
 * @param waitingReadsMax reads that wait for their index
 * @param promotionLagMax entries that a learner may be behind when it is promoted
 */
public record RaftConfig(int electionTimeoutMillis, int heartbeatMillis, int clockDriftPermille, int appendBytesMax,
    int inflightMax,
    long inflightBytesMax, int uncommittedEntriesMax, long uncommittedBytesMax, int waitingReadsMax,
    int promotionLagMax) {
  private static final long NANOS_PER_MILLI = 1_000_000;

  public RaftConfig {
    atLeast("heartbeatMillis", heartbeatMillis, 1);
    if (electionTimeoutMillis < 2L * heartbeatMillis) {
      throw new IllegalArgumentException(
          "electionTimeoutMillis must be at least twice heartbeatMillis: " + electionTimeoutMillis + ", "
              + heartbeatMillis);
    }
    if (clockDriftPermille < 0 || clockDriftPermille >= 1000) {
      throw new IllegalArgumentException("clockDriftPermille must be 0 to 999: " + clockDriftPermille);
    }
    atLeast("appendBytesMax", appendBytesMax, 1);
    atLeast("inflightMax", inflightMax, 1);
    atLeast("inflightBytesMax", inflightBytesMax, 1);
    atLeast("uncommittedEntriesMax", uncommittedEntriesMax, 1);
    atLeast("uncommittedBytesMax", uncommittedBytesMax, 1);
    atLeast("waitingReadsMax", waitingReadsMax, 1);
    atLeast("promotionLagMax", promotionLagMax, 0);
  }

  public static RaftConfig defaults() {
    return new RaftConfig(1000, 100, 100, 1 << 20, 256, 16 << 20, 1 << 16, 64 << 20, 1 << 16, 1 << 12);
  }

  public long electionTimeoutNanos() { return electionTimeoutMillis * NANOS_PER_MILLI; }

  public long heartbeatNanos() { return heartbeatMillis * NANOS_PER_MILLI; }

  /** How long after its sending an acknowledged heartbeat keeps other leaders away, by this node's clock. */
  public long leaseNanos() {
    return electionTimeoutNanos() / 1000 * (1000 - clockDriftPermille);
  }

  private static void atLeast(String name, long value, long min) {
    if (value < min) throw new IllegalArgumentException(name + " must be at least " + min + ": " + value);
  }
}
