package io.vertikv.tools.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a setting may be: how its text is read, how its value is written, and the words that tell a person what is
 * allowed. A text means the same in a flag, in the environment and in the file.
 */
public final class Kind<T> {
  private static final String AUTO = "auto";

  /** Reads a text; null when the text is not of this kind. */
  @FunctionalInterface
  interface Reader<T> {
    T read(String text, Machine machine);
  }

  private final String allowed;
  private final Reader<T> reader;
  private final Function<T, String> writer;

  private Kind(String allowed, Reader<T> reader, Function<T, String> writer) {
    this.allowed = allowed;
    this.reader = reader;
    this.writer = writer;
  }

  /** What a person may write, to follow the words "must be". */
  public String allowed() { return allowed; }

  /** Reads a text; a refusal names only what is allowed, the caller knows name, value and origin. */
  public T read(String text, Machine machine) {
    T value = reader.read(text.strip(), machine);
    if (value == null) throw new IllegalArgumentException("must be " + allowed);
    return value;
  }

  /** The text that reads back as this value. */
  public String write(T value) { return writer.apply(value); }

  static Kind<Integer> integer(int min, int max) {
    return new Kind<>("a whole number from " + min + " to " + max, (text, machine) -> {
      Long number = Quantities.whole(text);
      return number == null || number < min || number > max ? null : Integer.valueOf(number.intValue());
    }, String::valueOf);
  }

  /** A count that follows the machine while it is left at "auto". */
  static Kind<Integer> autoInteger(int min, int max, Function<Machine, Integer> auto) {
    Kind<Integer> plain = integer(min, max);
    return new Kind<>("auto or " + plain.allowed, (text, machine) -> AUTO.equals(text)
        ? Integer.valueOf(Math.clamp(auto.apply(machine), min, max))
        : plain.reader.read(text, machine), plain.writer);
  }

  /** A number of bytes: 4096, 64KiB, 16MiB, 2GiB. */
  static Kind<Long> size(long min, long max) {
    String allowed = "a size from " + Quantities.size(min) + " to " + Quantities.size(max)
        + ", such as 512KiB or 16MiB";
    return new Kind<>(allowed, (text, machine) -> within(Quantities.bytes(text), min, max), Quantities::size);
  }

  /** A size that follows the machine while it is left at "auto". */
  static Kind<Long> autoSize(long min, long max, ToLongFunction<Machine> auto) {
    Kind<Long> plain = size(min, max);
    return new Kind<>("auto or " + plain.allowed, (text, machine) -> AUTO.equals(text)
        ? Long.valueOf(Math.clamp(auto.applyAsLong(machine), min, max))
        : plain.reader.read(text, machine), plain.writer);
  }

  /** A time in milliseconds, written with its unit: 250ms, 10s, 5m, 1h, 7d. */
  static Kind<Long> time(long minMillis, long maxMillis) {
    String allowed = "a time from " + Quantities.time(minMillis) + " to " + Quantities.time(maxMillis)
        + " with its unit, such as 250ms or 10s";
    return new Kind<>(allowed, (text, machine) -> within(Quantities.millis(text), minMillis, maxMillis),
        Quantities::time);
  }

  /** One word of an enum, in lower case. */
  static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
    List<E> all = Arrays.asList(type.getEnumConstants());
    String words = all.stream().map(Kind::word).collect(Collectors.joining(", "));
    return new Kind<>("one of " + words,
        (text, machine) -> all.stream().filter(each -> word(each).equals(text)).findFirst().orElse(null), Kind::word);
  }

  static Kind<Boolean> yesNo() {
    return new Kind<>("true or false", (text, machine) -> switch (text) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> null;
    }, String::valueOf);
  }

  /** Text of a given form; {@code allowed} says it in words. */
  static Kind<String> text(Pattern form, String allowed) {
    return new Kind<>(allowed, (text, machine) -> form.matcher(text).matches() ? text : null, Function.identity());
  }

  /** A list, separated by commas in flags and environment. Empty means none. */
  static <T> Kind<List<T>> list(Kind<T> element, int maxLength) {
    return new Kind<>("at most " + maxLength + " values separated by commas, each " + element.allowed,
        (text, machine) -> readList(text, element, maxLength, machine),
        values -> values.stream().map(element::write).collect(Collectors.joining(",")));
  }

  static Kind<Path> folder() {
    return new Kind<>("the path of a folder", (text, machine) -> {
      try {
        return text.isEmpty() ? null : Path.of(text);
      } catch (InvalidPathException notAPath) {
        return null; // the refusal quotes the text
      }
    }, Path::toString);
  }

  private static <T> List<T> readList(String text, Kind<T> element, int maxLength, Machine machine) {
    if (text.isEmpty()) return List.of();
    List<T> values = Arrays.stream(text.split(",", -1)).map(each -> element.reader.read(each.strip(), machine))
        .toList();
    return values.size() > maxLength || values.contains(null) ? null : values;
  }

  private static Long within(Long number, long min, long max) {
    return number == null || number < min || number > max ? null : number;
  }

  private static String word(Enum<?> constant) { return constant.name().toLowerCase(Locale.ROOT).replace('_', '-'); }
}
