package io.vertikv.resp.type;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Which of {@code size} things chance chooses: indices in ascending order, each set of them as likely as any other. */
final class Draw {
  private Draw() {}

  /** {@code count} different indices below {@code size}; count ≤ size. Looks at every index once (Knuth, 3.4.2 S). */
  static long[] distinct(long size, int count, RandomGenerator random) {
    long[] chosen = new long[count];
    for (long index = 0, taken = 0; taken < count; index++) {
      if (random.nextLong(size - index) < count - taken) chosen[(int) taken++] = index;
    }
    return chosen;
  }

  /** {@code count} indices below {@code size}, any of them any number of times. */
  static long[] repeated(long size, int count, RandomGenerator random) {
    long[] chosen = new long[count];
    for (int i = 0; i < count; i++) chosen[i] = random.nextLong(size);
    Arrays.sort(chosen);
    return chosen;
  }

  /** Puts them in any order (Fisher and Yates). */
  static <T> void shuffle(List<T> things, RandomGenerator random) {
    for (int i = things.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      T kept = things.get(i);
      things.set(i, things.get(other));
      things.set(other, kept);
    }
  }
}
