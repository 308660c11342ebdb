package io.vertikv.store.raftlog;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What recovery met.
 *
 * @param segments     segments read
 * @param records      records read
 * @param tailBytesCut bytes of the last segment behind the cut that had begun to be written; nobody had been told that
 *                     they were durable
 * @param damage       what had been synced and cannot be read
 * @param quarantined  groups that the damage touches, or may touch
 * @param groups       all groups of which something was read
 */
public record RecoveryReport(int segments, long records, long tailBytesCut, List<Damage> damage,
    Map<Long, GroupHealth.Quarantined> quarantined, Set<Long> groups) {

  /** Bytes of a segment that are not what was synced there. */
  public record Damage(long segment, long from, long to, String what, boolean groupKnown) {}

  /**
   * The verdict on a group that existed before the start. When there are records whose group is unreadable, one that the
   * log does not know may have been lost entirely; so do not ask about a group that is new.
   */
  public GroupHealth health(long group) {
    GroupHealth.Quarantined verdict = quarantined.get(group);
    if (verdict != null) return verdict;
    boolean lost = !groups.contains(group) && damage.stream().anyMatch(met -> !met.groupKnown());
    return lost ? new GroupHealth.Quarantined("nothing of it can be read") : GroupHealth.HEALTHY;
  }

  long oldestDamagedSegment() {
    return damage.stream().mapToLong(Damage::segment).min().orElse(Long.MAX_VALUE);
  }
}
