package io.vertikv.resp.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A session with a server as a text that reads like one, run and checked line by line.
 *
 * <pre>
 * # a comment; empty lines are kept
 * > SET key "a value\r\n"            a command, quoted as for redis-cli
 * OK                                 the reply, as redis-cli prints it: every line of it
 * 2> GET key                         the same, as client 2
 * "a value\r\n"
 * > SMEMBERS s
 * unordered                          the lines that follow may come in any order
 * 1) "a"
 * 2) "b"
 * > TTL key
 * ~ \(integer\) (99|100)             a regular expression for one line
 * > OBJECT FREQ key
 * ...                                anything
 * [ours]                             before a command: only on VertiKV;   [redis]: only on a real Redis
 * [7.2]                              before a command: only where the server is, or claims to be, Redis 7.2 or later
 * </pre>
 *
 * With {@code -Drewrite=true} the expected lines are replaced by what the target answers, for review. Each script starts on
 * an empty server: the runner sends FLUSHALL first.
 */
public final class SessionScript {
  /** A command of the script and the reply that is expected. */
  public record Exchange(List<byte[]> command, List<String> reply) {
    public String word(int i) { return new String(command.get(i), StandardCharsets.ISO_8859_1); }
  }

  private record Step(int line, int client, List<byte[]> command, String guard, List<String> expected) {}

  private final Path file;
  private final List<String> lines;

  public SessionScript(Path file) throws IOException {
    this.file = file;
    this.lines = Files.readAllLines(file);
  }

  /** Runs the script; returns what differed, empty when all is as written. */
  public List<String> run(ScriptTarget target) throws IOException {
    boolean rewrite = Boolean.getBoolean("rewrite");
    List<String> differences = new ArrayList<>();
    List<String> rewritten = new ArrayList<>();
    target.send(1, List.of("FLUSHALL".getBytes(StandardCharsets.UTF_8)));
    String guard = "";
    for (int i = 0; i < lines.size();) {
      String line = lines.get(i);
      rewritten.add(line);
      if (line.matches("\\[(ours|redis|7\\.2)]")) guard = line;
      if (!line.matches("\\d*> .*")) {
        i++;
        continue;
      }
      Step step = step(i, guard);
      guard = "";
      i += 1 + step.expected().size();
      List<String> actual = applies(step, target) ? target.send(step.client(), step.command()) : null;
      boolean same = actual == null || matches(step.expected(), actual);
      if (!same) {
        differences.add(file.getFileName() + ":" + (step.line() + 1) + ": " + line + "\n  expected " + step.expected()
            + "\n  but got  " + actual);
      }
      rewritten.addAll(same || !rewrite ? step.expected() : actual);
    }
    if (rewrite) Files.write(file, rewritten);
    return differences;
  }

  /** Everything that is said in the script, in its order, guarded or not. */
  public List<Exchange> exchanges() {
    List<Exchange> all = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).matches("\\d*> .*")) continue;
      Step step = step(i, "");
      all.add(new Exchange(step.command(), step.expected()));
    }
    return all;
  }

  private static boolean applies(Step step, ScriptTarget target) {
    return switch (step.guard()) {
      case "[ours]" -> target.ours();
      case "[redis]" -> !target.ours();
      case "[7.2]" -> target.redisVersion() >= 702;
      default -> true;
    };
  }

  private Step step(int at, String guard) {
    String line = lines.get(at);
    int mark = line.indexOf('>');
    int client = mark == 0 ? 1 : Integer.parseInt(line.substring(0, mark));
    List<String> expected = new ArrayList<>();
    for (int i = at + 1; i < lines.size(); i++) {
      String next = lines.get(i);
      if (next.isEmpty() || next.startsWith("#") || next.startsWith("[") || next.matches("\\d*> .*")) break;
      expected.add(next);
    }
    return new Step(at, client, words(line.substring(mark + 2)), guard, expected);
  }

  private static boolean matches(List<String> expected, List<String> actual) {
    if (expected.equals(List.of("..."))) return true;
    if (!expected.isEmpty() && expected.getFirst().equals("unordered")) {
      return sorted(expected.subList(1, expected.size())).equals(sorted(actual));
    }
    if (expected.size() != actual.size()) return false;
    for (int i = 0; i < expected.size(); i++) {
      String wanted = expected.get(i);
      boolean same = wanted.startsWith("~ ")
          ? actual.get(i).matches(wanted.substring(2))
          : actual.get(i).equals(wanted);
      if (!same) return false;
    }
    return true;
  }

  /** Without the numbers in front, which say nothing when the order says nothing. */
  private static List<String> sorted(List<String> lines) {
    List<String> bare = new ArrayList<>();
    for (String line : lines) bare.add(line.replaceFirst("^( *\\d+[)~#] )+", ""));
    Collections.sort(bare);
    return bare;
  }

  /** Splits a command line as redis-cli does: "double quotes" with escapes, 'single quotes' without. */
  static List<byte[]> words(String line) {
    List<byte[]> words = new ArrayList<>();
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    boolean inWord = false;
    byte[] text = line.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < text.length; i++) {
      if (text[i] == ' ') {
        if (inWord) words.add(word.toByteArray());
        word.reset();
        inWord = false;
      } else if (text[i] == '"' || text[i] == '\'') {
        i = quoted(text, i, word);
        inWord = true;
      } else {
        word.write(text[i]);
        inWord = true;
      }
    }
    if (inWord) words.add(word.toByteArray());
    return words;
  }

  private static int quoted(byte[] text, int open, ByteArrayOutputStream word) {
    byte quote = text[open];
    int i = open + 1;
    for (; text[i] != quote; i++) {
      if (quote == '"' && text[i] == '\\') {
        i++;
        if (text[i] == 'x') {
          word.write(Integer.parseInt(new String(text, i + 1, 2, StandardCharsets.ISO_8859_1), 16));
          i += 2;
        } else {
          int escape = "nrtab".indexOf(text[i]);
          word.write(escape < 0 ? text[i] : "\n\r\t\007\b".charAt(escape));
        }
      } else {
        word.write(text[i]);
      }
    }
    return i;
  }
}
