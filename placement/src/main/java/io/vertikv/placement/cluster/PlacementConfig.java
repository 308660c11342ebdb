package io.vertikv.placement.cluster;

import io.vertikv.placement.rule.Demand;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings in force. Only what was set is kept, so that a cluster which never touched a setting follows its default into
 * the next version. Every change raises the version; one that names an older version was made in ignorance and is refused.
 */
public final class PlacementConfig {
  public static final PlacementConfig STANDARD = new PlacementConfig(1, Map.of(), List.of("zone", "rack", "host"),
      EnumSet.of(SchedulerName.MERGE));
  /** Of a cluster where nobody has said yet that anything may be moved: all is watched, nothing is scheduled. */
  public static final PlacementConfig WATCHING = new PlacementConfig(1, Map.of(), STANDARD.labelLevels,
      EnumSet.allOf(SchedulerName.class));

  private final long version;
  private final Map<Setting, Long> set;
  private final List<String> labelLevels;
  private final Set<SchedulerName> paused;
  private final long[] values = new long[Setting.values().length];

  /**
   * @param labelLevels names of the labels that tell locations apart, the most distant first
   * @throws IllegalArgumentException when a value is out of its bounds or contradicts another
   */
  public PlacementConfig(long version, Map<Setting, Long> set, List<String> labelLevels, Set<SchedulerName> paused) {
    Map<Setting, Long> mine = new EnumMap<>(Setting.class);
    mine.putAll(set);
    this.version = version;
    this.set = Collections.unmodifiableMap(mine);
    this.labelLevels = List.copyOf(labelLevels);
    Set<SchedulerName> off = EnumSet.noneOf(SchedulerName.class);
    off.addAll(paused);
    this.paused = Collections.unmodifiableSet(off);
    for (Setting setting : Setting.values()) values[setting.ordinal()] = mine.getOrDefault(setting, setting.standard());
    Demand.requireLevels(labelLevels);
    mine.forEach(PlacementConfig::requireBounds);
    requireLess(Setting.DISCONNECTED_AFTER_MILLIS, Setting.DOWN_AFTER_MILLIS);
    requireLess(Setting.SLOW_STORE_RECOVERED_SCORE, Setting.SLOW_STORE_SCORE);
    requireLess(Setting.MERGE_REGION_BYTES, Setting.SPLIT_REGION_BYTES);
    requireLess(Setting.MERGE_REGION_KEYS, Setting.SPLIT_REGION_KEYS);
  }

  private static void requireBounds(Setting setting, long value) {
    if (value < setting.least() || value > setting.most()) {
      throw new IllegalArgumentException(
          setting.label() + " must be from " + setting.least() + " to " + setting.most() + ": " + value);
    }
  }

  private void requireLess(Setting less, Setting more) {
    if (get(less) >= get(more)) {
      throw new IllegalArgumentException(
          less.label() + " (" + get(less) + ") must be less than " + more.label() + " (" + get(more) + ")");
    }
  }

  public long get(Setting setting) { return values[setting.ordinal()]; }

  public long version() { return version; }

  /** What was set, as opposed to what is so by default. */
  public Map<Setting, Long> set() {
    return set;
  }

  public List<String> labelLevels() { return labelLevels; }

  public Set<SchedulerName> paused() { return paused; }

  public boolean runs(SchedulerName scheduler) { return !paused.contains(scheduler); }

  /** False: all schedulers are paused. */
  public boolean runsAny() {
    return paused.size() < SchedulerName.values().length;
  }

  /** The version after, with these changed. */
  public PlacementConfig with(Map<Setting, Long> changes) {
    Map<Setting, Long> more = new EnumMap<>(Setting.class);
    more.putAll(set);
    more.putAll(changes);
    return new PlacementConfig(version + 1, more, labelLevels, paused);
  }

  public PlacementConfig with(Setting setting, long value) { return with(Map.of(setting, value)); }

  public PlacementConfig withLevels(List<String> levels) {
    return new PlacementConfig(version + 1, set, levels, paused);
  }

  public PlacementConfig with(SchedulerName scheduler, boolean runs) {
    Set<SchedulerName> off = EnumSet.noneOf(SchedulerName.class);
    off.addAll(paused);
    if (runs) off.remove(scheduler);
    else off.add(scheduler);
    return new PlacementConfig(version + 1, set, labelLevels, off);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlacementConfig that && version == that.version && set.equals(that.set)
        && labelLevels.equals(that.labelLevels) && paused.equals(that.paused);
  }

  @Override
  public int hashCode() { return Long.hashCode(version); }

  @Override
  public String toString() { return "version " + version + " " + set + " levels " + labelLevels + " paused " + paused; }
}
