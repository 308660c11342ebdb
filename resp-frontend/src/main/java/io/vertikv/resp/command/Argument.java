package io.vertikv.resp.command;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One argument of a command as its documentation tells it: a value, a fixed word, a choice of arguments, or several that
 * belong together. Read from text by {@link Syntax}.
 *
 * @param token the fixed word before the value, or the word itself; empty where there is none
 * @param repeatsToken whether the token is written again for each repetition
 * @param arguments of a choice or a block
 */
public record Argument(String name, Type type, String token, boolean optional, boolean multiple, boolean repeatsToken,
    List<Argument> arguments) {

  /** As COMMAND DOCS names them, in lower case and with hyphens. */
  public enum Type {
    STRING, INTEGER, DOUBLE, KEY, PATTERN, UNIX_TIME, PURE_TOKEN, ONEOF, BLOCK
  }

  /** What a name says of its type; all others are strings. */
  private static final Map<Type, List<String>> NAMED = Map.of(
      Type.KEY, List.of("key", "key1", "key2", "newkey", "source", "src", "destination", "dst", "destkey"),
      Type.INTEGER, List.of("seconds", "milliseconds", "count", "numkeys", "index", "index1", "index2", "start", "stop",
          "end", "offset", "cursor", "numlocal", "numreplicas", "timeout", "rank", "len", "min-match-len", "limit",
          "db",
          "destination-db", "increment", "decrement", "bit", "frequency", "ttl", "client-id", "protover", "version",
          "num-matches", "slot"),
      Type.DOUBLE, List.of("score", "weight", "min", "max"),
      Type.UNIX_TIME, List.of("unix-time-seconds", "unix-time-milliseconds"),
      Type.PATTERN, List.of("pattern"));

  static Argument token(String token) {
    return new Argument(token.toLowerCase(java.util.Locale.ROOT), Type.PURE_TOKEN, token, false, false, false,
        List.of());
  }

  static Argument value(String name) {
    Type type = Type.STRING;
    for (Map.Entry<Type, List<String>> each : NAMED.entrySet())
      if (each.getValue().contains(name)) type = each.getKey();
    return value(name, type);
  }

  static Argument value(String name, Type type) { return new Argument(name, type, "", false, false, false, List.of()); }

  static Argument choice(List<Argument> arguments) { return group(Type.ONEOF, "-or-", "", arguments); }

  static Argument block(String token, List<Argument> arguments) { return group(Type.BLOCK, "-", token, arguments); }

  private static Argument group(Type type, String between, String token, List<Argument> arguments) {
    String name = token.isEmpty()
        ? arguments.stream().map(Argument::name).collect(Collectors.joining(between))
        : token.toLowerCase(java.util.Locale.ROOT);
    return new Argument(name, type, token, false, false, false, List.copyOf(arguments));
  }

  Argument after(String newToken) {
    return new Argument(name, type, newToken, optional, multiple, false, arguments);
  }

  Argument asOptional() { return new Argument(name, type, token, true, multiple, repeatsToken, arguments); }

  Argument repeated() { return new Argument(name, type, token, optional, true, !token.isEmpty(), arguments); }

  /** As the command reference of Redis writes it: {@code [EX seconds | PX milliseconds]}, {@code key [key ...]}. */
  @Override
  public String toString() {
    String text = optional ? '[' + bare() + ']' : bracketed() ? '<' + bare() + '>' : bare();
    return optional && multiple && !repeatsToken && token.isEmpty() ? '[' + repeating() + ']' : text;
  }

  private boolean bracketed() { return type == Type.ONEOF && token.isEmpty() && !multiple; }

  /** Without what says that it may be left out. */
  private String bare() {
    if (!multiple) return token.isEmpty() ? value() : type == Type.PURE_TOKEN ? token : token + ' ' + grouped();
    if (token.isEmpty()) return repeating();
    if (!repeatsToken) return token + ' ' + grouped() + " [" + grouped() + " ...]";
    String once = token + ' ' + grouped();
    return once + " [" + once + " ...]";
  }

  private String repeating() { return grouped() + " [" + grouped() + " ...]"; }

  private String grouped() { return type == Type.ONEOF ? '<' + value() + '>' : value(); }

  private String value() {
    return switch (type) {
      case ONEOF -> arguments.stream().map(Argument::toString).collect(Collectors.joining(" | "));
      case BLOCK -> arguments.stream().map(Argument::toString).collect(Collectors.joining(" "));
      case PURE_TOKEN -> token;
      case STRING, INTEGER, DOUBLE, KEY, PATTERN, UNIX_TIME -> name;
    };
  }
}
