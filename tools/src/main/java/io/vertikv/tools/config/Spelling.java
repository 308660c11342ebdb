package io.vertikv.tools.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant. */
final class Spelling {
  private static final int DISTANCE_MAX = 3;

  private Spelling() {}

  /** The nearest known name by edit distance, when it is near enough to be a slip. */
  static Optional<String> nearest(String path, Collection<String> names) {
    String plain = path.toLowerCase(Locale.ROOT).replaceFirst("^vertikv_", "").replace('_', '-').replace('.', '-');
    return names.stream().filter(name -> distance(plain, name.replace('.', '-')) <= DISTANCE_MAX)
        .min(Comparator.comparingInt(name -> distance(plain, name.replace('.', '-'))));
  }

  /** Levenshtein's, with two rows. */
  static int distance(String left, String right) {
    int[] above = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) above[j] = j;
    for (int i = 1; i <= left.length(); i++) {
      int[] row = new int[right.length() + 1];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int changed = above[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[right.length()];
  }
}
