package io.vertikv.resp.script;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one reply, RESP2 or RESP3, and lays it out as redis-cli does: one line each, nested ones indented. Unlike there, each
 * type of RESP3 can be told from all others.
 */
public final class RespText {
  private RespText() {}

  public static List<String> read(InputStream in) throws IOException {
    String line = line(in);
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> List.of(rest);
      case '-' -> List.of("(error) " + rest);
      case ':' -> List.of("(integer) " + rest);
      case ',' -> List.of("(double) " + rest);
      case '#' -> List.of(rest.equals("t") ? "(true)" : "(false)");
      case '_' -> List.of("(null)");
      case '(' -> List.of("(bignumber) " + rest);
      case '=' -> List.of("(verbatim) " + quote(bulk(in, Integer.parseInt(rest))));
      case '$' -> List.of(rest.equals("-1") ? "(nil)" : quote(bulk(in, Integer.parseInt(rest))));
      case '*' -> rest.equals("-1") ? List.of("(nil array)") : items(in, Integer.parseInt(rest), "array", ")");
      case '~' -> items(in, Integer.parseInt(rest), "set", "~");
      case '>' -> items(in, Integer.parseInt(rest), "push", ">");
      case '|' -> attributed(in, Integer.parseInt(rest));
      case '%' -> pairs(in, Integer.parseInt(rest));
      default -> throw new IOException("not a reply: " + line);
    };
  }

  private static List<String> items(InputStream in, int count, String kind, String mark) throws IOException {
    if (count == 0) return List.of("(empty " + kind + ")");
    List<String> lines = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      List<String> item = read(in);
      String label = i + mark + " ";
      lines.add(label + item.getFirst());
      for (String more : item.subList(1, item.size())) lines.add(" ".repeat(label.length()) + more);
    }
    return lines;
  }

  private static List<String> attributed(InputStream in, int count) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String pair : pairs(in, count)) lines.add("|" + pair);
    lines.addAll(read(in));
    return lines;
  }

  private static List<String> pairs(InputStream in, int count) throws IOException {
    if (count == 0) return List.of("(empty hash)");
    List<String> lines = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      String label = i + "# " + String.join(" ", read(in)) + " => ";
      List<String> value = read(in);
      lines.add(label + value.getFirst());
      for (String more : value.subList(1, value.size())) lines.add("   " + more);
    }
    return lines;
  }

  /** As redis-cli prints a string: quotes and escapes. */
  static String quote(byte[] bytes) {
    StringBuilder text = new StringBuilder("\"");
    for (byte b : bytes) {
      switch (b) {
        case '"', '\\' -> text.append('\\').append((char) b);
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case 7 -> text.append("\\a");
        case 8 -> text.append("\\b");
        default -> {
          if (b >= 32 && b < 127) text.append((char) b);
          else text.append(String.format("\\x%02x", b & 0xFF));
        }
      }
    }
    return text.append('"').toString();
  }

  private static byte[] bulk(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length || in.read() != '\r' || in.read() != '\n') throw new EOFException("bulk cut short");
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\r'; b = in.read()) {
      if (b < 0) throw new EOFException("connection closed after \"" + line + "\"");
      line.append((char) b);
    }
    if (in.read() != '\n') throw new IOException("CR without LF");
    return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
