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

  /** A store's values at these levels. */
  public static String[] place(StoreLabels labels, List<String> levels) {
    String[] place = new String[levels.size()];
    for (int i = 0; i < place.length; i++) place[i] = labels.get(levels.get(i));
    return place;
  }

  /** Of two places at the same levels. */
  public static long between(String[] a, String[] b) {
    for (int i = 0; i < a.length; i++) {
      if (!a[i].equals(b[i])) return worth(a.length - 1 - i);
    }
    return 0;
  }

  private static long worth(int levelsBelow) {
    long worth = 1;
    for (int i = 0; i < levelsBelow; i++) worth *= BASE;
    return worth;
  }

  /** What a store could be from so many others at most. */
  public static long most(int others, List<String> levels) {
    return levels.isEmpty() ? 0 : worth(levels.size() - 1) * others;
  }
}
