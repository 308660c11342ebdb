package io.vertikv.placement.rule;

import java.util.List;

/**
 * How far apart stores are. Two that differ at the first level of n count 100^(n-1), at the second 100^(n-2) and so on; at
 * none, 0. Sums of these compare as one would like: one more distant zone outweighs any number of racks. Two stores
 * without the label are in the same unknown place.
 */
public final class Isolation {
  private static final long BASE = 100;

  private Isolation() {}

  public static long between(StoreLabels a, StoreLabels b, List<String> levels) {
    long worth = 1;
    for (int i = 1; i < levels.size(); i++) worth *= BASE;
    for (int i = 0; i < levels.size(); i++) {
      if (!a.get(levels.get(i)).equals(b.get(levels.get(i)))) return worth;
      worth /= BASE;
    }
    return 0;
  }

  /** What a store could be from others at most. */
  public static long most(int others, List<String> levels) {
    long worth = levels.isEmpty() ? 0 : 1;
    for (int i = 1; i < levels.size(); i++) worth *= BASE;
    return worth * others;
  }
}
