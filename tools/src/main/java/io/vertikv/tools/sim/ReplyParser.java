package io.vertikv.tools.sim;

import io.vertikv.tools.crash.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cuts RESP2 replies out of what has come, as a client does: a reply may come in pieces. */
final class ReplyParser {
  private final StringBuilder pending = new StringBuilder();
  private int at;

  void append(byte[] bytes) { pending.append(new String(bytes, StandardCharsets.ISO_8859_1)); }

  /** Null: the next reply is not there as a whole. */
  Answer next() {
    at = 0;
    Answer reply = parse();
    if (reply != null) pending.delete(0, at);
    return reply;
  }

  private Answer parse() {
    int end = pending.indexOf("\r\n", at);
    if (end < 0) return null;
    char kind = pending.charAt(at);
    String rest = pending.substring(at + 1, end);
    at = end + 2;
    return switch (kind) {
      case '+' -> new Answer.Text(rest);
      case '-' -> new Answer.Failure(rest);
      case ':' -> new Answer.Number(Long.parseLong(rest));
      case '$' -> rest.equals("-1") ? new Answer.Nil() : bulk(Integer.parseInt(rest));
      case '*' -> rest.equals("-1") ? new Answer.Nil() : items(Integer.parseInt(rest));
      default -> throw new SimViolation("a front end sent what is no reply: " + kind + rest);
    };
  }

  private Answer bulk(int length) {
    int end = at + length;
    if (pending.length() < end + 2) return null;
    SimViolation.check(pending.charAt(end) == '\r', "a reply is longer than it said");
    String text = pending.substring(at, end);
    at = end + 2;
    return new Answer.Text(text);
  }

  private Answer items(int count) {
    List<Answer> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Answer item = parse();
      if (item == null) return null;
      items.add(item);
    }
    return new Answer.Items(items);
  }
}
