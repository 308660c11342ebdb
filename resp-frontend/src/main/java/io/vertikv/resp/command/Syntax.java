package io.vertikv.resp.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What may follow a command's name, from one line of text in the command table. From it come COMMAND DOCS, with it the hints
 * of redis-cli, and the generated page.
 *
 * <pre>
 * key NX                 a value in lower case, a fixed word in upper case; a word belongs to the value that follows it
 * increment:double       a value whose name does not say its type, see {@link Argument}
 * [NX | XX]   &lt;ON | OFF&gt;  may be left out; one of them must be there
 * (field value)...       several that belong together, so often as one likes
 * [WEIGHTS weight...]    the word once, the value often;   [(GET pattern)...]   both often
 * </pre>
 */
public final class Syntax {
  private static final Pattern WORDS = Pattern.compile("\\.\\.\\.|[\\[\\]<>()|]|(?:(?!\\.\\.\\.)[^\\[\\]<>()| ])+");
  private static final Pattern TOKEN = Pattern.compile("[A-Z][A-Z-]*");

  private final String text;
  private final List<String> words = new ArrayList<>();
  private int at;

  private Syntax(String text) {
    this.text = text;
    Matcher matcher = WORDS.matcher(text);
    while (matcher.find()) words.add(matcher.group());
  }

  /** @throws IllegalArgumentException when the text is none */
  public static List<Argument> parse(String text) {
    Syntax syntax = new Syntax(text);
    List<Argument> arguments = syntax.sequence();
    if (syntax.at < syntax.words.size()) throw syntax.broken();
    return arguments;
  }

  /** As the command reference of Redis writes it. */
  public static String shown(List<Argument> arguments) {
    return arguments.stream().map(Argument::toString).collect(Collectors.joining(" "));
  }

  private List<Argument> sequence() {
    List<Argument> arguments = new ArrayList<>();
    while (at < words.size() && "])>|".indexOf(words.get(at).charAt(0)) < 0) arguments.add(argument());
    return arguments;
  }

  private Argument argument() {
    String word = words.get(at++);
    Argument one = switch (word) {
      case "[" -> group("]");
      case "<" -> group(">");
      case "(" -> group(")");
      default -> TOKEN.matcher(word).matches() ? afterToken(word) : value(word);
    };
    if (at < words.size() && words.get(at).equals("...")) {
      at++;
      one = one.repeated();
    }
    return word.equals("[") ? one.asOptional() : one;
  }

  /** The word with the value that follows; alone where none follows. */
  private Argument afterToken(String token) {
    String next = at < words.size() ? words.get(at) : "|";
    boolean alone = "[])>|.".indexOf(next.charAt(0)) >= 0 || TOKEN.matcher(next).matches();
    return alone ? Argument.token(token) : argument().after(token);
  }

  private Argument group(String end) {
    List<Argument> choices = new ArrayList<>();
    do {
      List<Argument> sequence = sequence();
      if (sequence.isEmpty()) throw broken();
      choices.add(sequence.size() == 1 ? sequence.getFirst() : block(sequence));
    } while (at < words.size() && words.get(at++).equals("|"));
    if (!words.get(at - 1).equals(end)) throw broken();
    return choices.size() == 1 ? choices.getFirst() : Argument.choice(choices);
  }

  /** A word in front of several values belongs to all of them. */
  private static Argument block(List<Argument> sequence) {
    Argument first = sequence.getFirst();
    boolean leads = first.type() != Argument.Type.PURE_TOKEN && !first.token().isEmpty() && !first.optional()
        && sequence.stream().skip(1).allMatch(more -> more.token().isEmpty() && !more.optional());
    if (!leads) return Argument.block("", sequence);
    List<Argument> values = new ArrayList<>(sequence);
    values.set(0, first.after(""));
    return Argument.block(first.token(), values);
  }

  private static Argument value(String word) {
    int colon = word.indexOf(':');
    if (colon < 0 || word.equals("ip:port")) return Argument.value(word);
    return Argument.value(word.substring(0, colon),
        Argument.Type.valueOf(word.substring(colon + 1).toUpperCase(Locale.ROOT)));
  }

  private IllegalArgumentException broken() { return new IllegalArgumentException("no syntax of a command: " + text); }
}
