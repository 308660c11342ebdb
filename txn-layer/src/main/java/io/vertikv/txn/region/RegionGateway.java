package io.vertikv.txn.region;

/**
 * A loop's door to the regions. Operations submitted between two flushes and bound for the same leader travel together.
 * Their {@link RegionOperation#run} happens on the region's loop, {@link RegionOperation#completed} and
 * {@link RegionOperation#failed} on the loop of this gateway. Use it on that loop only.
 */
public interface RegionGateway {
  void submit(RegionOperation operation);

  /** The end of a socket read, or of a turn of the loop. */
  void flush();
}
