package io.vertikv.tools.bench;

import java.nio.charset.StandardCharsets;

/**
 * Counts whole replies in a stream of RESP2 or RESP3, whatever the pieces it comes in, and keeps nothing of them but the
 * first error. A reply is done when no value is missing any more: an aggregate of n adds n to the number of missing
 * values, an attribute stands before a value and replaces none. Pushes come between replies and do not count.
 */
final class ReplyReader implements Speech.Replies {
  private static final int LINE_MAX = 64 << 10;
  private static final int ERROR_CHARS_MAX = 200;
  private static final long LENGTH_MAX = 1L << 40;

  private final StringBuilder errorText = new StringBuilder();
  private String firstError = "";
  private final int repliesEach;
  private int each = 1;
  private int whole;
  private long replies;
  private long errors;
  /** Values that the reply begun still misses; 0 between replies. */
  private long missing;
  private boolean push;
  private long skip;
  private int lineBytes;
  private byte type;
  private long number;
  private boolean negative;

  /** A request that consists of several commands gets so many replies, which count as one. */
  ReplyReader(int repliesEach) {
    this.repliesEach = repliesEach;
  }

  @Override
  public long replies() { return replies; }

  @Override
  public long errors() { return errors; }

  @Override
  public String firstError() { return firstError; }

  @Override
  public void requestsBegin() { each = repliesEach; }

  @Override
  public void read(byte[] bytes, int length) {
    int at = 0;
    while (at < length) {
      if (skip > 0) {
        int step = (int) Math.min(skip, length - at);
        skip -= step;
        at += step;
        if (skip == 0) valueDone();
      } else {
        lineByte(bytes[at++]);
      }
    }
  }

  private void lineByte(byte next) {
    if (next == '\n') {
      if (lineBytes == 0) throw new ReplyBroken("an empty line where a reply must begin");
      lineBytes = 0;
      lineDone();
      return;
    }
    if (lineBytes++ == 0) {
      begin(next);
    } else if (next >= '0' && next <= '9') {
      number = Math.min(number * 10 + next - '0', LENGTH_MAX + 1);
    } else if (next == '-') {
      negative = true;
    }
    if (type == '-' && lineBytes > 1 && next != '\r' && firstError.isEmpty() && errorText.length() < ERROR_CHARS_MAX)
      errorText.append((char) (next & 0xff));
    if (lineBytes > LINE_MAX) throw new ReplyBroken("a line of over " + LINE_MAX + " bytes");
  }

  private void begin(byte first) {
    type = first;
    number = 0;
    negative = false;
    if (missing == 0) {
      missing = 1;
      push = first == '>';
    }
  }

  private void lineDone() {
    switch (type) {
      case '+', ':', '_', ',', '#', '(' -> valueDone();
      case '-' -> errorDone();
      case '$', '=', '!' -> {
        if (type == '!') noteError("bulk error");
        if (negative) valueDone();
        else skip = length() + 2;
      }
      case '*', '~', '>' -> aggregate(negative ? 0 : length());
      case '%' -> aggregate(2 * length());
      case '|' -> missing += 2 * length();
      default -> throw new ReplyBroken("no reply begins with byte " + type + " ("
          + new String(new byte[]{type}, StandardCharsets.ISO_8859_1) + ")");
    }
  }

  private long length() {
    if (negative || number > LENGTH_MAX) throw new ReplyBroken("a length of " + (negative ? "-" : "") + number);
    return number;
  }

  private void errorDone() {
    noteError(errorText.toString());
    errorText.setLength(0);
    valueDone();
  }

  private void noteError(String text) {
    errors++;
    if (firstError.isEmpty()) firstError = text;
  }

  private void aggregate(long values) {
    missing += values;
    valueDone();
  }

  private void valueDone() {
    if (--missing > 0 || push || ++whole < each) return;
    whole = 0;
    replies++;
  }

  /** What came is not RESP. */
  static final class ReplyBroken extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReplyBroken(String what) { super("the server's answer is not RESP: " + what); }
  }
}
