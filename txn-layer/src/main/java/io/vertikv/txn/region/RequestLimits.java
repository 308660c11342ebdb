package io.vertikv.txn.region;

/**
 * How much a region remembers of the requests that it has done. All replicas must have the same limits, since what they
 * forget follows from the log; so these are no configuration of a node.
 *
 * @param requestsMax remembered
 * @param bytesMax what their records in META may take; they travel in a snapshot's manifest
 * @param streamsMax streams of which is remembered up to where their requests were forgotten
 */
public record RequestLimits(int requestsMax, int bytesMax, int streamsMax) {
  public static final RequestLimits DEFAULT = new RequestLimits(1 << 14, 512 << 10, 256);

  public RequestLimits {
    if (requestsMax <= 0 || bytesMax <= 0 || streamsMax <= 0) {
      throw new IllegalArgumentException("requestsMax, bytesMax and streamsMax must be positive");
    }
  }
}
