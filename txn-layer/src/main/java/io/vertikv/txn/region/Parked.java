package io.vertikv.txn.region;

/** An operation that waits for keys to be loaded. */
final class Parked {
  final RegionOperation operation;
  /** Keys still being read. */
  int awaited;
  /** How often it has been run in vain. */
  int rounds;

  Parked(RegionOperation operation) { this.operation = operation; }
}
