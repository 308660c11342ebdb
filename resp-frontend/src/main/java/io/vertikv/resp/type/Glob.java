package io.vertikv.resp.type;

import java.nio.charset.StandardCharsets;

/**
 * Redis' glob patterns (util.c: stringmatchlen), quirks included: {@code *}, {@code ?}, {@code [a-z]}, {@code [^a-z]} and
 * {@code \} before a character that shall stand for itself. A class that is not closed ends with the pattern.
 *
 * <p>Redis recurses at each star. Here only the last star is ever retried: each other part of a pattern takes exactly one
 * byte, so an earlier star has nothing to gain from taking more. The cost is at most pattern times text, never
 * exponential, and the stack stays flat however long the pattern is.
 */
public final class Glob {
  private final byte[] pattern;
  private final boolean ignoringCase;
  /** Bytes that a text must have at least: one for each part that is not a star. */
  private final int leastLength;

  private Glob(byte[] pattern, boolean ignoringCase) {
    this.pattern = pattern;
    this.ignoringCase = ignoringCase;
    this.leastLength = parts();
  }

  public static Glob of(byte[] pattern) { return new Glob(pattern, false); }

  public static Glob ignoringCase(String pattern) {
    return new Glob(pattern.getBytes(StandardCharsets.UTF_8), true);
  }

  /** True for the pattern {@code *}, which Redis' KEYS and SCAN do not even look at names for. */
  public boolean matchesAll() {
    return pattern.length == 1 && pattern[0] == '*';
  }

  public boolean matches(byte[] text) { return matches(text, 0, text.length); }

  public boolean matches(String text) { return matches(text.getBytes(StandardCharsets.UTF_8)); }

  public boolean matches(byte[] text, int offset, int length) {
    if (length < leastLength) return false;
    // Redis never looks at the pattern when there is no text: an empty text matches the empty pattern only.
    if (length == 0) return pattern.length == 0;
    int end = offset + length;
    int at = offset;
    int part = 0;
    int retryPart = -1;
    int retryAt = -1;
    while (at < end) {
      if (part < pattern.length && pattern[part] == '*') {
        retryPart = ++part;
        retryAt = at;
        if (part == pattern.length) return true;
        continue;
      }
      int behind = part < pattern.length ? take(part, text[at]) : -1;
      if (behind < 0 && retryPart < 0) return false;
      part = behind < 0 ? retryPart : behind;
      at = behind < 0 ? ++retryAt : at + 1;
    }
    while (part < pattern.length && pattern[part] == '*') part++;
    return part == pattern.length;
  }

  /** The position behind the part that starts at this one, or its complement when the part does not take the byte. */
  private int take(int part, byte b) {
    int next = part + 1;
    return switch (pattern[part]) {
      case '?' -> next;
      case '[' -> takeByClass(next, b);
      case '\\' -> {
        if (next == pattern.length) yield same((byte) '\\', b) ? next : ~next;
        yield same(pattern[next], b) ? next + 1 : ~(next + 1);
      }
      default -> same(pattern[part], b) ? next : ~next;
    };
  }

  private int takeByClass(int from, byte b) {
    int at = from;
    boolean negated = at < pattern.length && pattern[at] == '^';
    if (negated) at++;
    boolean found = false;
    for (; at < pattern.length && pattern[at] != ']'; at++) {
      if (pattern[at] == '\\' && at + 1 < pattern.length) {
        found |= pattern[++at] == b;
      } else if (at + 2 < pattern.length && pattern[at + 1] == '-') {
        found |= between(pattern[at], pattern[at + 2], b);
        at += 2;
      } else {
        found |= same(pattern[at], b);
      }
    }
    int next = Math.min(at + 1, pattern.length);
    return found != negated ? next : ~next;
  }

  /** Bytes are compared signed and in either order, as C's char does it. */
  private boolean between(byte one, byte other, byte b) {
    int low = lower((byte) Math.min(one, other));
    int high = lower((byte) Math.max(one, other));
    int wanted = lower(b);
    return wanted >= low && wanted <= high;
  }

  private boolean same(byte one, byte other) { return one == other || ignoringCase && lower(one) == lower(other); }

  private int lower(byte b) { return ignoringCase && b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b; }

  private int parts() {
    int count = 0;
    for (int part = 0; part < pattern.length;) {
      if (pattern[part] == '*') {
        part++;
      } else {
        int behind = take(part, (byte) 0);
        part = behind < 0 ? ~behind : behind;
        count++;
      }
    }
    return count;
  }
}
