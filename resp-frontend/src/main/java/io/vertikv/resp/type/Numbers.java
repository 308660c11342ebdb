package io.vertikv.resp.type;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Numbers as Redis reads and writes them (util.c: string2ll, d2string). */
public final class Numbers {
  private static final int LONG_DIGITS_MAX = 19;
  private static final int DOUBLE_CHARS_MAX = 128;
  private static final double EXACT_INTEGERS = 1L << 52;

  private static final MathContext SEVENTEEN_DIGITS = new MathContext(17, RoundingMode.HALF_EVEN);

  private Numbers() {}

  /** True for exactly the texts that a long prints as: no plus, no leading zeros, no spaces, no overflow. */
  public static boolean isLong(byte[] bytes, int offset, int length) {
    boolean negative = length > 0 && bytes[offset] == '-';
    int digits = negative ? length - 1 : length;
    if (digits < 1 || digits > LONG_DIGITS_MAX) return false;
    int at = negative ? offset + 1 : offset;
    if (bytes[at] == '0') return length == 1;
    for (int i = 0; i < digits; i++) if (bytes[at + i] < '0' || bytes[at + i] > '9') return false;
    return digits < LONG_DIGITS_MAX || fits(bytes, at, negative);
  }

  public static boolean isLong(byte[] bytes) { return isLong(bytes, 0, bytes.length); }

  private static boolean fits(byte[] bytes, int at, boolean negative) {
    String limit = negative ? "9223372036854775808" : "9223372036854775807";
    for (int i = 0; i < LONG_DIGITS_MAX; i++) {
      int difference = bytes[at + i] - limit.charAt(i);
      if (difference != 0) return difference < 0;
    }
    return true;
  }

  /** The value of a text for which {@link #isLong} holds. */
  public static long toLong(byte[] bytes, int offset, int length) {
    boolean negative = bytes[offset] == '-';
    long value = 0;
    for (int i = negative ? 1 : 0; i < length; i++) value = value * 10 - (bytes[offset + i] - '0');
    return negative ? value : -value;
  }

  public static byte[] text(long value) { return Long.toString(value).getBytes(StandardCharsets.ISO_8859_1); }

  /**
   * A number as strtod reads it: decimal or hexadecimal, "inf", "infinity", any case, signs; nothing before or after.
   * NaN stands for everything else.
   */
  public static double toDouble(byte[] bytes, int offset, int length) {
    if (length == 0 || length > DOUBLE_CHARS_MAX) return Double.NaN;
    String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    char first = text.charAt(0);
    char last = text.charAt(length - 1);
    int unsigned = first == '-' || first == '+' ? 1 : 0;
    String body = text.substring(unsigned);
    if (body.equalsIgnoreCase("inf") || body.equalsIgnoreCase("infinity")) {
      return first == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (first <= ' ' || last <= ' ' || "dDfF".indexOf(last) >= 0 && !isHex(body)) return Double.NaN;
    try {
      return isHex(body) ? hexadecimal(text, body) : Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      return Double.NaN;
    }
  }

  /** As {@link #toDouble}; numbers that no double can hold are refused too, the larger and the smaller ones (ERANGE). */
  public static double toDoubleInRange(byte[] bytes, int offset, int length) {
    double value = toDouble(bytes, offset, length);
    if (Double.isInfinite(value)) return hasLetterN(bytes, offset, length) ? value : Double.NaN;
    return value == 0 && hasOtherDigitThanZero(bytes, offset, length) ? Double.NaN : value;
  }

  /** Only infinity by name has one. */
  private static boolean hasLetterN(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) if ((bytes[i] | 0x20) == 'n') return true;
    return false;
  }

  /** Looks at a number's digits before the exponent. */
  private static boolean hasOtherDigitThanZero(byte[] bytes, int offset, int length) {
    boolean hexadecimal = false;
    for (int i = offset; i < offset + length; i++) {
      int letter = bytes[i] | 0x20;
      if (letter == 'x') hexadecimal = true;
      else if (letter == (hexadecimal ? 'p' : 'e')) return false;
      else if (bytes[i] >= '1' && bytes[i] <= '9' || hexadecimal && letter >= 'a' && letter <= 'f') return true;
    }
    return false;
  }

  private static boolean isHex(String body) { return body.startsWith("0x") || body.startsWith("0X"); }

  /** Java wants an exponent behind hexadecimal digits, C does not. */
  private static double hexadecimal(String text, String body) {
    return Double.parseDouble(body.indexOf('p') < 0 && body.indexOf('P') < 0 ? text + "p0" : text);
  }

  /** The shortest text that reads back as the same double, laid out as Redis 7.2 does (fpconv). */
  public static String text(double value) {
    if (Double.isNaN(value)) return "nan";
    if (Double.isInfinite(value)) return value > 0 ? "inf" : "-inf";
    if (value == 0) return 1 / value < 0 ? "-0" : "0";
    if (value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS) return Long.toString((long) value);
    BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    return (value < 0 ? "-" : "") + layOut(digits, -shortest.scale());
  }

  /** As C's {@code %.17g} prints it: 17 significant digits without zeros at the end. */
  public static String textOf17Digits(double value) {
    if (value == 0 || Double.isInfinite(value) || Double.isNaN(value)) return text(value);
    BigDecimal rounded = new BigDecimal(value).round(SEVENTEEN_DIGITS).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < SEVENTEEN_DIGITS.getPrecision()) return rounded.toPlainString();
    String digits = rounded.unscaledValue().abs().toString();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return (value < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+")
        + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
  }

  /** digits × 10^power: plain where it stays short, scientific where it does not. */
  private static String layOut(String digits, int power) {
    int count = digits.length();
    int exponent = power + count - 1;
    if (power >= 0 && exponent < count + 7) return digits + "0".repeat(power);
    if (power < 0 && (power > -7 || Math.abs(exponent) < 4)) {
      int point = count + power;
      return point > 0
          ? digits.substring(0, point) + "." + digits.substring(point)
          : "0." + "0".repeat(-point) + digits;
    }
    String fraction = count > 1 ? "." + digits.substring(1) : "";
    return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }
}
