package io.vertikv.tools.check.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The configurations from which the search need not start again: which certain operations are placed, the state they led
 * to, and which open ones (of unknown outcome) were used on the way. One that used fewer open ones can do whatever one
 * that used more can, so of each kind only the least are kept.
 */
final class Explored {
  /** The words of the bits of placed operations, from the first with a gap to the last with a bit. */
  private record Configuration(int from, long[] words, Object state) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Configuration(int itsFrom, long[] itsWords, Object itsState) && from == itsFrom
          && Arrays.equals(words, itsWords) && state.equals(itsState);
    }

    @Override
    public int hashCode() { return (from * 31 + Arrays.hashCode(words)) * 31 + state.hashCode(); }
  }

  private final Map<Configuration, List<long[]>> leastUsed = new HashMap<>();

  /** Whether this is new, and not worse than something explored before. */
  boolean add(long[] placed, long[] used, Object state) {
    List<long[]> known = leastUsed.computeIfAbsent(configuration(placed, state), key -> new ArrayList<>(1));
    for (long[] less : known) if (isWithin(less, used)) return false;
    known.removeIf(more -> isWithin(used, more));
    known.add(used.clone());
    return true;
  }

  private static Configuration configuration(long[] placed, Object state) {
    int from = 0;
    while (from < placed.length && placed[from] == -1L) from++;
    int to = placed.length;
    while (to > from && placed[to - 1] == 0) to--;
    return new Configuration(from, Arrays.copyOfRange(placed, from, to), state);
  }

  private static boolean isWithin(long[] less, long[] more) {
    for (int i = 0; i < less.length; i++) if ((less[i] & ~more[i]) != 0) return false;
    return true;
  }
}
