package io.vertikv.store.snapshot;

import io.vertikv.raft.log.LogMark;
import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.FamilyRange;
import io.vertikv.store.region.RegionEpoch;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A region as one state of the engine has it.
 *
 * @param membership who took part as of {@code last}; in the codec of whoever describes regions
 * @param owned everything in the engine that belongs to the region and to nobody else: at most one range of each family, but
 *        any number of META, whose records travel in the manifest; the applied state must be among them
 */
public record RegionPoint(long region, RegionEpoch epoch, KeyRange range, LogMark last, Bytes membership,
    List<FamilyRange> owned) {
  public RegionPoint {
    owned = List.copyOf(owned);
    Set<Family> seen = EnumSet.noneOf(Family.class);
    for (FamilyRange part : owned) {
      if (!seen.add(part.family()) && part.family() != Family.META) {
        throw new IllegalArgumentException("two ranges of " + part.family() + " in region " + region);
      }
    }
  }

  public SnapshotId id() { return new SnapshotId(region, last); }
}
