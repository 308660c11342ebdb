package io.vertikv.txn.region;

import java.util.List;

/** Why an operation has no outcome (architecture: failures as the client sees them). */
public sealed interface RegionFailure {
  /** Not executed: another store leads; 0 when none is known to. Try there. */
  record NotLeader(long leaderStore) implements RegionFailure {}

  /**
   * Not executed: the region that was asked no longer has the range that the sender thinks, or the operation met a key
   * outside of it. Try again by these routes: of the region that was asked, and of those here that split off it.
   */
  record EpochNotMatch(List<RegionRoute> current) implements RegionFailure {
    public EpochNotMatch {
      current = List.copyOf(current);
    }
  }

  /** Not executed: its keys lie in several regions, and it cannot be done over several. */
  record SeveralRegions() implements RegionFailure {}

  /** Not executed: no leader, or the store is stopping. */
  record Unavailable(String reason) implements RegionFailure {}

  /** Executed and proposed, then leadership was lost: it may or may not take effect. */
  record Unknown(String reason) implements RegionFailure {}

  /** Not executed: a bound was hit (R10). */
  record Busy(String reason) implements RegionFailure {}

  /** Not executed: no room on disk for writes. */
  record DiskFull(String reason) implements RegionFailure {}

  /** Not executed: its code broke; what it had written was undone. */
  record Defect(String message) implements RegionFailure {}

  /** Not executed: it would need an entry larger than the limit. */
  record TooLarge(long bytes, long bytesMax) implements RegionFailure {}
}
