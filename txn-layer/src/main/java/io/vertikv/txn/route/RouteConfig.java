package io.vertikv.txn.route;

/**
 * Limits and times of a front-end loop's way to a region's leader.
 *
 * @param requestIds writes carry a name, so that they may be sent again when their outcome was lost; of no use to a region with
 *        one voter
 * @param leaderWaitNanos so long after its submission an operation may still set out for a leader
 * @param answerWaitNanos so long it may stay at one that is in reach; a broken connection is noticed much earlier
 * @param retryMillis how often a leader is looked for while none is known to serve
 * @param limits what may be held
 */
public record RouteConfig(boolean requestIds, long leaderWaitNanos, long answerWaitNanos, long retryMillis,
    Limits limits) {
  /**
   * @param operationsMax operations of one gateway without an outcome
   * @param waitingBytesMax their encoded bytes; those bound for this process are not encoded
   * @param windowBytes of these, on their way to another store; an operation always sets out when it is alone
   * @param operationBytesMax the longest operation that travels
   * @param outcomeBytesMax the longest outcome that travels
   * @param servedOperationsMax operations of other stores under way at one region
   * @param servedBytesMax their bytes
   * @param streamsMax gateways of other stores whose order is remembered
   */
  public record Limits(int operationsMax, long waitingBytesMax, long windowBytes, int operationBytesMax,
      int outcomeBytesMax, int servedOperationsMax, long servedBytesMax, int streamsMax) {
    public Limits {
      if (operationsMax <= 0 || servedOperationsMax <= 0 || streamsMax <= 0) {
        throw new IllegalArgumentException("operationsMax, servedOperationsMax and streamsMax must be positive");
      }
      if (operationBytesMax <= 0 || outcomeBytesMax <= 0 || windowBytes <= 0) {
        throw new IllegalArgumentException("operationBytesMax, outcomeBytesMax and windowBytes must be positive");
      }
      if (waitingBytesMax < operationBytesMax || servedBytesMax < operationBytesMax) {
        throw new IllegalArgumentException(
            "waitingBytesMax and servedBytesMax must be at least operationBytesMax, " + operationBytesMax);
      }
    }
  }

  public RouteConfig {
    if (leaderWaitNanos <= 0 || answerWaitNanos <= 0 || retryMillis <= 0) {
      throw new IllegalArgumentException("leaderWaitNanos, answerWaitNanos and retryMillis must be positive");
    }
  }

  public static RouteConfig defaults() {
    return new RouteConfig(true, 5_000_000_000L, 60_000_000_000L, 20,
        new Limits(1 << 15, 256L << 20, 8L << 20, 66 << 20, 66 << 20, 1 << 17, 512L << 20, 4096));
  }

  public RouteConfig withRequestIds(boolean wanted) {
    return new RouteConfig(wanted, leaderWaitNanos, answerWaitNanos, retryMillis, limits);
  }

  public RouteConfig withLimits(Limits others) {
    return new RouteConfig(requestIds, leaderWaitNanos, answerWaitNanos, retryMillis, others);
  }
}
