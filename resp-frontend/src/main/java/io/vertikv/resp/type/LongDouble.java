package io.vertikv.resp.type;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * A number as C's {@code long double} has it where Redis usually runs: x87's extended format, 64 bits of significand and 15 of
 * exponent. INCRBYFLOAT and HINCRBYFLOAT reckon in it, and what they print depends on its last bit. Every operation is done exactly
 * on integers and rounded once, half to even, as the hardware and the C library do.
 *
 * <p>The value is significand × 2^exponent; infinity has no significand. There is no NaN: it is never read, and no sum of
 * what is read makes one but that of two infinities.
 */
public final class LongDouble {
  private static final int PRECISION_BITS = 64;
  /** The last bit of the smallest denormal number. */
  private static final int EXPONENT_MIN = -16445;
  /** All finite numbers are below 2 to this power. */
  private static final int MAGNITUDE_BITS_MAX = 16384;
  /** One less than Redis' MAX_LONG_DOUBLE_CHARS. */
  private static final int CHARS_MAX = 5 * 1024 - 1;
  /** Exponents are cut to this: beyond it a number is infinite or nothing, however many digits stand before. */
  private static final int EXPONENT_TEXT_MAX = 100_000;
  /** Whole digits × 10 to more than this are infinite; divided by 10 to more than that, nothing. */
  private static final int POWER_MAX = 5_000;
  private static final int POWER_MIN = -POWER_MAX - CHARS_MAX;
  private static final int FRACTION_DIGITS = 17;
  private static final BigInteger FRACTION_SCALE = BigInteger.TEN.pow(FRACTION_DIGITS);

  private final boolean negative;
  private final BigInteger significand;
  private final int exponent;

  private LongDouble(boolean negative, BigInteger significand, int exponent) {
    this.negative = negative;
    this.significand = significand;
    this.exponent = exponent;
  }

  /**
   * A text as strtold reads it, nothing before or after: decimal, hexadecimal, or infinite by name.
   *
   * @return null for anything else, NaN included, and for finite numbers that are too large or too near to zero
   */
  public static LongDouble parse(byte[] bytes, int offset, int length) {
    if (length == 0 || length > CHARS_MAX) return null;
    String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    boolean negative = text.charAt(0) == '-';
    String unsigned = negative || text.charAt(0) == '+' ? text.substring(1) : text;
    if (unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity")) {
      return new LongDouble(negative, null, 0);
    }
    boolean hexadecimal = unsigned.startsWith("0x") || unsigned.startsWith("0X");
    return hexadecimal ? parse(negative, unsigned.substring(2), 16) : parse(negative, unsigned, 10);
  }

  private static LongDouble parse(boolean negative, String text, int radix) {
    int mark = indexOfExponent(text, radix);
    String mantissa = mark < 0 ? text : text.substring(0, mark);
    int point = mantissa.indexOf('.');
    String digits = point < 0 ? mantissa : mantissa.substring(0, point) + mantissa.substring(point + 1);
    Integer power = mark < 0 ? Integer.valueOf(0) : exponentOf(text.substring(mark + 1));
    if (power == null || !isDigits(digits, radix)) return null;
    BigInteger significand = new BigInteger(digits, radix);
    int fraction = point < 0 ? 0 : mantissa.length() - point - 1;
    LongDouble value = radix == 16
        ? rounded(negative, significand, power - 4 * fraction, false)
        : decimal(negative, significand, power - fraction);
    boolean lost = value.infinite() || value.significand.signum() == 0 && significand.signum() != 0;
    return lost ? null : value;
  }

  private static int indexOfExponent(String text, int radix) {
    return Math.max(text.indexOf(radix == 16 ? 'p' : 'e'), text.indexOf(radix == 16 ? 'P' : 'E'));
  }

  private static boolean isDigits(String digits, int radix) {
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) > 'f' || Character.digit(digits.charAt(i), radix) < 0) return false;
    }
    return !digits.isEmpty();
  }

  /** Null when it is none; far too large ones are cut, which makes no difference to what they mean. */
  private static Integer exponentOf(String text) {
    int sign = text.startsWith("-") ? -1 : 1;
    String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    if (!isDigits(digits, 10)) return null;
    int value = 0;
    for (int i = 0; i < digits.length() && value < EXPONENT_TEXT_MAX; i++) value = 10 * value + digits.charAt(i) - '0';
    return sign * Math.min(value, EXPONENT_TEXT_MAX);
  }

  /** digits × 10^power. */
  private static LongDouble decimal(boolean negative, BigInteger digits, int power) {
    if (digits.signum() == 0) return new LongDouble(negative, digits, 0);
    if (power >= 0) {
      if (power > POWER_MAX) return new LongDouble(negative, null, 0);
      return rounded(negative, digits.multiply(BigInteger.TEN.pow(power)), 0, false);
    }
    if (power < POWER_MIN) return new LongDouble(negative, BigInteger.ZERO, 0);
    BigInteger divisor = BigInteger.TEN.pow(-power);
    int shift = Math.max(0, PRECISION_BITS + 2 - digits.bitLength() + divisor.bitLength());
    BigInteger[] quotient = digits.shiftLeft(shift).divideAndRemainder(divisor);
    return rounded(negative, quotient[0], -shift, quotient[1].signum() != 0);
  }

  /** @param more whether the exact value lies above, by less than the last bit */
  private static LongDouble rounded(boolean negative, BigInteger exact, int exponent, boolean more) {
    if (exact.signum() == 0) return new LongDouble(negative, exact, 0);
    int drop = Math.max(exact.bitLength() - PRECISION_BITS, EXPONENT_MIN - exponent);
    BigInteger kept = exact;
    int at = exponent;
    if (drop > 0) {
      kept = halfEven(exact, drop, more);
      at += drop;
    }
    boolean overflow = kept.bitLength() + (long) at > MAGNITUDE_BITS_MAX;
    return new LongDouble(negative, overflow ? null : kept, at);
  }

  /** exact / 2^drop, rounded to the nearest, half to even. */
  private static BigInteger halfEven(BigInteger exact, int drop, boolean more) {
    BigInteger kept = exact.shiftRight(drop);
    if (!exact.testBit(drop - 1)) return kept;
    boolean aboveHalf = more || exact.getLowestSetBit() < drop - 1;
    return aboveHalf || kept.testBit(0) ? kept.add(BigInteger.ONE) : kept;
  }

  public boolean infinite() { return significand == null; }

  /** The sum; infinite when one of them is, or when it is too large. */
  public LongDouble plus(LongDouble other) {
    if (infinite()) return this;
    if (other.infinite()) return other;
    int common = Math.min(exponent, other.exponent);
    BigInteger sum = scaledTo(common).add(other.scaledTo(common));
    return rounded(sum.signum() < 0, sum.abs(), common, false);
  }

  private BigInteger scaledTo(int common) {
    BigInteger magnitude = significand.shiftLeft(exponent - common);
    return negative ? magnitude.negate() : magnitude;
  }

  /** With up to 17 digits behind the point and no zeros at the end (util.c: ld2string, LD_STR_HUMAN). */
  @Override
  public String toString() {
    if (infinite()) return negative ? "-inf" : "inf";
    BigInteger scaled = significand.multiply(FRACTION_SCALE);
    BigInteger digits = exponent >= 0 ? scaled.shiftLeft(exponent) : halfEven(scaled, -exponent, false);
    BigInteger[] parts = digits.divideAndRemainder(FRACTION_SCALE);
    StringBuilder text = new StringBuilder(parts[0].toString());
    if (parts[1].signum() != 0) {
      String fraction = parts[1].toString();
      text.append('.').append("0".repeat(FRACTION_DIGITS - fraction.length())).append(fraction);
      while (text.charAt(text.length() - 1) == '0') text.setLength(text.length() - 1);
    }
    return negative && digits.signum() != 0 ? "-" + text : text.toString();
  }
}
