package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class GlobTest {
  private static final String ALPHABET = "aab*?[]^-\\c";

  @Test
  void itDecidesAsThePlainRecursionDoes() {
    for (long seed = 0; seed < 200_000; seed++) {
      Random random = new Random(seed);
      byte[] pattern = random(random, 8);
      byte[] text = random(random, 6);
      assertEquals(recursive(pattern, 0, text, 0), Glob.of(pattern).matches(text),
          "seed " + seed + ": " + new String(pattern, StandardCharsets.US_ASCII) + " on "
              + new String(text, StandardCharsets.US_ASCII));
    }
  }

  private static byte[] random(Random random, int lengthMax) {
    byte[] bytes = new byte[random.nextInt(lengthMax + 1)];
    for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    return bytes;
  }

  /** The definition, one part of the pattern after the other: slow, and deep. */
  private static boolean recursive(byte[] pattern, int part, byte[] text, int at) {
    if (text.length == 0) return pattern.length == 0;
    if (part == pattern.length) return at == text.length;
    if (pattern[part] == '*') {
      for (int i = at; i <= text.length; i++) if (recursive(pattern, part + 1, text, i)) return true;
      return false;
    }
    if (at == text.length) return false;
    int[] end = {part + 1};
    return takes(pattern, part, text[at], end) && recursive(pattern, end[0], text, at + 1);
  }

  private static boolean takes(byte[] pattern, int part, byte b, int[] end) {
    if (pattern[part] == '?') return true;
    if (pattern[part] == '\\' && part + 1 < pattern.length) {
      end[0] = part + 2;
      return pattern[part + 1] == b;
    }
    if (pattern[part] != '[') return pattern[part] == b;
    int at = part + 1;
    boolean negated = at < pattern.length && pattern[at] == '^';
    if (negated) at++;
    boolean found = false;
    while (at < pattern.length && pattern[at] != ']') {
      if (pattern[at] == '\\' && at + 1 < pattern.length) {
        found |= pattern[at + 1] == b;
        at += 2;
      } else if (at + 2 < pattern.length && pattern[at + 1] == '-') {
        int low = Math.min(pattern[at], pattern[at + 2]);
        int high = Math.max(pattern[at], pattern[at + 2]);
        found |= b >= low && b <= high;
        at += 3;
      } else {
        found |= pattern[at] == b;
        at++;
      }
    }
    end[0] = Math.min(at + 1, pattern.length);
    return found != negated;
  }

  @Test
  void hostilePatternsEndSoonAndNeedNoStack() {
    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
      byte[] text = "a".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
      assertFalse(Glob.of(("a*".repeat(2_000) + "b").getBytes(StandardCharsets.US_ASCII)).matches(text));
      assertTrue(Glob.of("*a".repeat(2_000).getBytes(StandardCharsets.US_ASCII)).matches(text));
      assertFalse(Glob.of("*a".repeat(500_000).getBytes(StandardCharsets.US_ASCII)).matches(text));
      assertTrue(Glob.of("*".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII)).matches(text));
      assertFalse(Glob.of("[".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII)).matches(text));
    });
  }

  @Test
  void caseCanBeIgnored() {
    assertTrue(Glob.ignoringCase("MAX*[a-c]").matches("maxmemoryB"));
    assertFalse(Glob.ignoringCase("MAX*[a-c]").matches("maxmemoryd"));
    assertFalse(Glob.of("MAX*".getBytes(StandardCharsets.US_ASCII)).matches("maxmemory"));
  }
}
