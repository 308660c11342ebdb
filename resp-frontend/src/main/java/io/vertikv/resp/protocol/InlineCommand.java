package io.vertikv.resp.protocol;

import java.util.Arrays;

/**
 * Splits a line into arguments by Redis' rules for inline commands (sds.c, sdssplitargs): words between blanks,
 * {@code "double quotes"} with escapes, {@code 'single quotes'} in which only {@code \'} is one. A closing quote ends its
 * word. A NUL byte ends the line.
 */
final class InlineCommand {
  private final byte[] line;
  private int at;
  private final int end;

  /** The arguments' bytes, one after the other: never more than the line has. */
  private final byte[] text;
  private int length;
  private int[] bounds = new int[8];
  private int count;

  InlineCommand(byte[] buffer, int from, int to) {
    line = buffer;
    at = from;
    end = to;
    text = new byte[to - from];
  }

  /** False when a quote is not closed, or is closed in the middle of a word. */
  boolean split() {
    while (true) {
      while (at < end && isBlank(line[at])) at++;
      if (at == end || line[at] == 0) return true;
      int start = length;
      if (!word()) return false;
      if (2 * count == bounds.length) bounds = Arrays.copyOf(bounds, 2 * bounds.length);
      bounds[2 * count] = start;
      bounds[2 * count + 1] = length;
      count++;
    }
  }

  byte[] text() { return text; }

  int[] bounds() { return bounds; }

  int count() { return count; }

  private boolean word() {
    while (at < end) {
      byte b = line[at++];
      switch (b) {
        case ' ', '\n', '\r', '\t', 0 -> {
          if (b == 0) at--;
          return true;
        }
        case '"' -> {
          return doubleQuoted();
        }
        case '\'' -> {
          return singleQuoted();
        }
        default -> text[length++] = b;
      }
    }
    return true;
  }

  private boolean doubleQuoted() {
    while (at < end && line[at] != 0) {
      byte b = line[at++];
      if (b == '"') return wordEnds();
      if (b == '\\' && at < end) text[length++] = escaped();
      else text[length++] = b;
    }
    return false;
  }

  private byte escaped() {
    if (line[at] == 'x' && at + 2 < end) {
      int high = Character.digit(line[at + 1], 16);
      int low = Character.digit(line[at + 2], 16);
      if (high >= 0 && low >= 0) {
        at += 3;
        return (byte) (high << 4 | low);
      }
    }
    byte b = line[at++];
    return switch (b) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 7;
      default -> b;
    };
  }

  private boolean singleQuoted() {
    while (at < end && line[at] != 0) {
      byte b = line[at++];
      if (b == '\'') return wordEnds();
      if (b == '\\' && at < end && line[at] == '\'') b = line[at++];
      text[length++] = b;
    }
    return false;
  }

  /** Behind a closing quote. */
  private boolean wordEnds() { return at == end || line[at] == 0 || isBlank(line[at]); }

  private static boolean isBlank(byte b) { return b == ' ' || b >= '\t' && b <= '\r'; }
}
