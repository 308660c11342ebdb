package io.vertikv.tools.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as people write them: sizes in powers of 1024, times with a unit. What cannot be read is null. */
final class Quantities {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern WITH_UNIT = Pattern.compile("([0-9]{1,15})\\s*([a-z]*)");
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;
  private static final long GIB = 1024 * MIB;
  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Quantities() {}

  static Long whole(String text) { return NUMBER.matcher(text).matches() ? Long.valueOf(text) : null; }

  /** "k" and "m" alone are refused: Redis reads them as powers of 1000, most programs as powers of 1024. */
  static Long bytes(String text) {
    return scaled(text, unit -> switch (unit) {
      case "", "b" -> 1;
      case "kib", "kb" -> KIB;
      case "mib", "mb" -> MIB;
      case "gib", "gb" -> GIB;
      default -> 0;
    });
  }

  static Long millis(String text) {
    if ("0".equals(text)) return 0L;
    return scaled(text, unit -> switch (unit) {
      case "ms" -> 1;
      case "s" -> SECOND;
      case "m" -> MINUTE;
      case "h" -> HOUR;
      case "d" -> DAY;
      default -> 0;
    });
  }

  /** In the largest unit that loses nothing. */
  static String size(long bytes) {
    if (bytes == 0) return "0";
    if (bytes % GIB == 0) return bytes / GIB + "GiB";
    if (bytes % MIB == 0) return bytes / MIB + "MiB";
    return bytes % KIB == 0 ? bytes / KIB + "KiB" : String.valueOf(bytes);
  }

  static String time(long millis) {
    if (millis == 0) return "0";
    if (millis % DAY == 0) return millis / DAY + "d";
    if (millis % HOUR == 0) return millis / HOUR + "h";
    if (millis % MINUTE == 0) return millis / MINUTE + "m";
    return millis % SECOND == 0 ? millis / SECOND + "s" : millis + "ms";
  }

  /** A factor of 0 means: no such unit. */
  @FunctionalInterface
  private interface Units {
    long factor(String unit);
  }

  private static Long scaled(String text, Units units) {
    Matcher matcher = WITH_UNIT.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) return null;
    long factor = units.factor(matcher.group(2));
    long number = Long.parseLong(matcher.group(1));
    return factor == 0 || number > Long.MAX_VALUE / factor ? null : Long.valueOf(number * factor);
  }
}
