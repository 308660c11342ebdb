package io.vertikv.placement.topology;

import io.vertikv.placement.report.RegionDescriptor;
import java.util.List;

/** What became of a region's report. */
public sealed interface Admission {
  /**
   * Believed.
   *
   * @param changed the region is new, or its range, peers or leader are others than before
   * @param superseded regions that this one lies upon, newer than they: they are no more
   */
  record Believed(RegionEntry entry, boolean changed, List<RegionEntry> superseded) implements Admission {}

  /** Older than what is known, which says so: the sender no longer leads, or no longer has that range. */
  record Stale(RegionDescriptor known) implements Admission {}
}
