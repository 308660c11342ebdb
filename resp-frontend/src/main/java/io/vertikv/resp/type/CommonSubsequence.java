package io.vertikv.resp.type;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The longest bytes that two strings have in common in this order (LCS). The classic table, of which only two rows of
 * lengths are kept; of the rest one bit a cell is enough to find the way back: whether it goes up or left. Where both
 * would do it goes left, as in Redis, so of several longest ones the same is found.
 */
public final class CommonSubsequence {
  /** What Redis' own bound on the table's memory comes to. */
  public static final long CELLS_MAX = 1L << 27;

  /** A run that both have: positions of its first and last byte in each. */
  public record Match(int firstInOne, int lastInOne, int firstInOther, int lastInOther) {
    public int length() { return lastInOne - firstInOne + 1; }
  }

  private final Slice one;
  private final Slice other;
  /** Bit i × other's length + j: from behind one's byte i and other's byte j the way goes up. */
  private final BitSet up = new BitSet();
  private final int length;

  private CommonSubsequence(Slice one, Slice other) {
    this.one = one;
    this.other = other;
    this.length = fill();
  }

  /** True when the table of these two stays within its bound. */
  public static boolean fits(long lengthOfOne, long lengthOfOther) {
    return (lengthOfOne + 1) * (lengthOfOther + 1) <= CELLS_MAX;
  }

  public static CommonSubsequence of(Slice one, Slice other) { return new CommonSubsequence(one, other); }

  private int fill() {
    int width = other.length();
    int[] above = new int[width + 1];
    int[] row = new int[width + 1];
    for (int i = 0; i < one.length(); i++) {
      byte wanted = one.array()[one.offset() + i];
      for (int j = 0; j < width; j++) {
        if (other.array()[other.offset() + j] == wanted) {
          row[j + 1] = above[j] + 1;
        } else if (above[j + 1] > row[j]) {
          row[j + 1] = above[j + 1];
          up.set(i * width + j);
        } else {
          row[j + 1] = row[j];
        }
      }
      int[] swap = above;
      above = row;
      row = swap;
    }
    return above[width];
  }

  public int length() { return length; }

  public byte[] text() {
    byte[] text = new byte[length];
    int[] at = {length};
    walkBack((i, j) -> text[--at[0]] = one.array()[one.offset() + i]);
    return text;
  }

  /** Runs of at least this length, from the strings' ends to their beginnings. */
  public List<Match> matches(long leastLength) {
    List<Match> matches = new ArrayList<>();
    int[] run = new int[3];
    walkBack((i, j) -> {
      boolean goesOn = run[2] > 0 && i == run[0] - 1 && j == run[1] - 1;
      if (!goesOn) add(matches, run, leastLength);
      run[0] = i;
      run[1] = j;
      run[2] = goesOn ? run[2] + 1 : 1;
    });
    add(matches, run, leastLength);
    return matches;
  }

  private static void add(List<Match> matches, int[] run, long leastLength) {
    if (run[2] == 0 || run[2] < leastLength) return;
    matches.add(new Match(run[0], run[0] + run[2] - 1, run[1], run[1] + run[2] - 1));
  }

  private interface Step {
    void matched(int i, int j);
  }

  private void walkBack(Step step) {
    int width = other.length();
    for (int i = one.length() - 1, j = width - 1; i >= 0 && j >= 0;) {
      if (one.array()[one.offset() + i] == other.array()[other.offset() + j]) {
        step.matched(i--, j--);
      } else if (up.get(i * width + j)) {
        i--;
      } else {
        j--;
      }
    }
  }
}
