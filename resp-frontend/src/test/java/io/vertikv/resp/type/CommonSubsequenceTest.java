package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.type.CommonSubsequence.Match;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommonSubsequenceTest {
  @Test
  void itIsTheLongestAndInBoth() {
    for (long seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      byte[] one = random(random);
      byte[] other = random(random);
      CommonSubsequence common = CommonSubsequence.of(Slice.of(one), Slice.of(other));
      assertEquals(longest(one, 0, other, 0, new int[one.length + 1][other.length + 1]), common.length(),
          "seed " + seed);
      assertEquals(common.length(), common.text().length, "seed " + seed);
      assertTrue(isWithin(common.text(), one) && isWithin(common.text(), other), "seed " + seed);
    }
  }

  @Test
  void itsRunsAreTheSameBytesInBothAndMakeUpTheWhole() {
    for (long seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      byte[] one = random(random);
      byte[] other = random(random);
      CommonSubsequence common = CommonSubsequence.of(Slice.of(one), Slice.of(other));
      int total = 0;
      int before = Integer.MAX_VALUE;
      for (Match match : common.matches(0)) {
        assertArrayEquals(Arrays.copyOfRange(one, match.firstInOne(), match.lastInOne() + 1),
            Arrays.copyOfRange(other, match.firstInOther(), match.lastInOther() + 1), "seed " + seed);
        assertTrue(match.lastInOne() < before, "seed " + seed);
        before = match.firstInOne();
        total += match.length();
      }
      assertEquals(common.length(), total, "seed " + seed);
      assertTrue(common.matches(3).stream().allMatch(m -> m.length() >= 3), "seed " + seed);
    }
  }

  private static byte[] random(Random random) {
    byte[] bytes = new byte[random.nextInt(20)];
    for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) ('a' + random.nextInt(3));
    return bytes;
  }

  private static int longest(byte[] one, int i, byte[] other, int j, int[][] known) {
    if (i == one.length || j == other.length) return 0;
    if (known[i][j] == 0) {
      known[i][j] = 1 + (one[i] == other[j]
          ? 1 + longest(one, i + 1, other, j + 1, known)
          : Math.max(longest(one, i + 1, other, j, known), longest(one, i, other, j + 1, known)));
    }
    return known[i][j] - 1;
  }

  private static boolean isWithin(byte[] text, byte[] whole) {
    int at = 0;
    for (byte b : whole) if (at < text.length && text[at] == b) at++;
    return at == text.length;
  }
}
