package io.vertikv.tools.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a key holds; its name begins with it ({@code list/…}). Whatever the type, a key's contents are seen as a list of
 * elements, and every write adds an element that no other write adds.
 */
enum Kind {
  VALUE, REGISTER, COUNTER, APPEND, LIST, HASH, SET, ZSET;

  /** Ends each part of an appended string; elements do not contain it. */
  private static final String END = ";";
  private static final String BETWEEN = "=";

  static Kind of(String key) {
    int slash = key.indexOf('/');
    for (Kind kind : values()) if (slash > 0 && kind.prefix().equals(key.substring(0, slash))) return kind;
    throw new CrashTestFailed("there is a key that nobody wrote: " + key);
  }

  String key(Object... names) {
    StringBuilder key = new StringBuilder(prefix());
    for (Object name : names) key.append('/').append(name);
    return key.toString();
  }

  /** The command that puts the element there. */
  List<String> adding(String key, String element) {
    return switch (this) {
      case VALUE, REGISTER -> List.of("SET", key, element);
      case COUNTER -> List.of("INCR", key);
      case APPEND -> List.of("APPEND", key, element + END);
      case LIST -> List.of("LPUSH", key, element);
      case HASH -> List.of("HSET", key, element, "of-" + element);
      case SET -> List.of("SADD", key, element);
      case ZSET -> List.of("ZADD", key, String.valueOf(element.length()), element);
    };
  }

  /** The command that reads everything under the key. */
  List<String> reading(String key) {
    return switch (this) {
      case VALUE, REGISTER, COUNTER, APPEND -> List.of("GET", key);
      case LIST -> List.of("LRANGE", key, "0", "-1");
      case HASH -> List.of("HGETALL", key);
      case SET -> List.of("SMEMBERS", key);
      case ZSET -> List.of("ZRANGE", key, "0", "-1", "WITHSCORES");
    };
  }

  /** The elements in what {@link #reading} was answered; refuses what no command of ours can have made. */
  List<String> elements(String key, Answer answer) {
    return switch (this) {
      case VALUE, REGISTER, COUNTER -> List.of(text(key, answer));
      case APPEND -> parts(key, text(key, answer));
      case LIST, SET -> texts(key, answer);
      case HASH -> firsts(key, texts(key, answer), "of-");
      case ZSET -> firsts(key, texts(key, answer), "");
    };
  }

  private String prefix() { return name().toLowerCase(Locale.ROOT); }

  private static String text(String key, Answer answer) {
    if (answer instanceof Answer.Text text) return text.value();
    throw new CrashTestFailed(key + " was listed by SCAN and reads as " + answer);
  }

  private static List<String> texts(String key, Answer answer) {
    if (!(answer instanceof Answer.Items items))
      throw new CrashTestFailed(key + " was listed by SCAN and reads as " + answer);
    return items.values().stream().map(item -> text(key, item)).toList();
  }

  private static List<String> parts(String key, String appended) {
    if (!appended.endsWith(END)) throw new CrashTestFailed(key + " ends in a torn part: " + tail(appended));
    return List.of(appended.split(END));
  }

  /** Of pairs: fields with their values, or members with their scores; the second must be the one written. */
  private List<String> firsts(String key, List<String> pairs, String before) {
    List<String> firsts = new ArrayList<>(pairs.size() / 2);
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      String first = pairs.get(i);
      String second = this == ZSET ? String.valueOf(first.length()) : before + first;
      if (!second.equals(pairs.get(i + 1)))
        throw new CrashTestFailed(key + " has " + first + BETWEEN + pairs.get(i + 1) + ", written was " + second);
      firsts.add(first);
    }
    return firsts;
  }

  private static String tail(String text) { return text.substring(Math.max(0, text.length() - 80)); }
}
