package io.vertikv.resp.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * A number as C's long double on x86-64 holds it: 64 bits of mantissa, rounded to nearest, ties to even. INCRBYFLOAT and
 * HINCRBYFLOAT count with these, and clients see the difference to a double in the last digits.
 *
 * <p>The value is kept exactly, as a decimal. Numbers below 2^-16382 keep all 64 bits here, which C's do not; no text that
 * Redis writes (17 decimals) shows it.
 */
public final class LongDouble {
  public static final LongDouble ZERO = new LongDouble(BigDecimal.ZERO);

  private static final int MANTISSA_BITS = 64;
  private static final int CHARS_MAX = 5 * 1024 - 1;
  private static final int DECIMALS = 17;
  private static final BigDecimal LARGEST = new BigDecimal(
      BigInteger.ONE.shiftLeft(MANTISSA_BITS).subtract(BigInteger.ONE).shiftLeft(16383 - 63));
  /** What is not above half of the smallest denormal number, 2^-16445, is rounded to zero. */
  private static final BigDecimal VANISHING = powerOfTwo(-16446);
  /** Decimal exponents outside of these are outside of the range too: checked before anything large is computed. */
  private static final int DECIMAL_EXPONENT_MAX = 4933;
  private static final int DECIMAL_EXPONENT_MIN = -4952;
  private static final int EXPONENT_DIGITS_MAX = 8;

  /** Null: an infinity. */
  private final BigDecimal value;

  private LongDouble(BigDecimal value) { this.value = value; }

  /** The number as strtold reads it, with nothing before or after it; null when it is none, or too large or small. */
  public static LongDouble read(byte[] bytes, int offset, int length) {
    if (length == 0 || length > CHARS_MAX) return null;
    String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    boolean signed = text.charAt(0) == '-' || text.charAt(0) == '+';
    String body = signed ? text.substring(1) : text;
    if (body.equalsIgnoreCase("inf") || body.equalsIgnoreCase("infinity")) return new LongDouble(null);
    boolean hexadecimal = body.startsWith("0x") || body.startsWith("0X");
    BigDecimal magnitude = hexadecimal ? hexadecimal(body.substring(2)) : decimal(body);
    if (magnitude == null) return null;
    BigDecimal rounded = rounded(magnitude);
    if (rounded.compareTo(LARGEST) > 0) return null;
    return new LongDouble(text.charAt(0) == '-' ? rounded.negate() : rounded);
  }

  public boolean isFinite() { return value != null; }

  public LongDouble plus(LongDouble other) {
    if (value == null || other.value == null) return new LongDouble(null);
    BigDecimal sum = rounded(value.add(other.value));
    return new LongDouble(sum.abs().compareTo(LARGEST) > 0 ? null : sum);
  }

  /** Redis' human readable form: at most 17 decimals, no exponent, no zeros at the end. Finite numbers only. */
  public byte[] text() {
    BigDecimal shown = value.setScale(DECIMALS, RoundingMode.HALF_EVEN);
    String text = shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Digits, perhaps with a point among them, perhaps with an exponent. */
  private static BigDecimal decimal(String body) {
    int mark = Math.max(body.indexOf('e'), body.indexOf('E'));
    BigInteger digits = digits(mark < 0 ? body : body.substring(0, mark), 10);
    if (digits == null || mark >= 0 && !isExponent(body, mark + 1)) return null;
    if (digits.signum() == 0) return BigDecimal.ZERO;
    BigDecimal number = new BigDecimal(digits, decimals(mark < 0 ? body : body.substring(0, mark)));
    if (mark >= 0) {
      if (exponentDigits(body, mark + 1) > EXPONENT_DIGITS_MAX) return null;
      number = number.scaleByPowerOfTen(Integer.parseInt(body.substring(mark + 1)));
    }
    int exponent = number.precision() - number.scale();
    if (exponent > DECIMAL_EXPONENT_MAX || exponent < DECIMAL_EXPONENT_MIN) return null;
    return number.compareTo(VANISHING) <= 0 ? null : number;
  }

  /** Hexadecimal digits, perhaps with a point among them, perhaps with a binary exponent. */
  private static BigDecimal hexadecimal(String body) {
    int mark = Math.max(body.indexOf('p'), body.indexOf('P'));
    String mantissa = mark < 0 ? body : body.substring(0, mark);
    BigInteger digits = digits(mantissa, 16);
    if (digits == null || mark >= 0 && !isExponent(body, mark + 1)) return null;
    if (digits.signum() == 0) return BigDecimal.ZERO;
    if (mark >= 0 && exponentDigits(body, mark + 1) > EXPONENT_DIGITS_MAX) return null;
    int exponent = (mark < 0 ? 0 : Integer.parseInt(body.substring(mark + 1))) - 4 * decimals(mantissa);
    int magnitude = digits.bitLength() + exponent;
    if (magnitude > 16384 || magnitude < -16445) return null;
    BigDecimal number = new BigDecimal(digits).multiply(powerOfTwo(exponent));
    return number.compareTo(VANISHING) <= 0 ? null : number;
  }

  /** All digits as one number, the point left out; null when there is anything else or nothing. */
  private static BigInteger digits(String mantissa, int radix) {
    int point = mantissa.indexOf('.');
    String digits = point < 0 ? mantissa : mantissa.substring(0, point) + mantissa.substring(point + 1);
    for (int i = 0; i < digits.length(); i++) if (Character.digit(digits.charAt(i), radix) < 0) return null;
    return digits.isEmpty() ? null : new BigInteger(digits, radix);
  }

  private static int decimals(String mantissa) {
    int point = mantissa.indexOf('.');
    return point < 0 ? 0 : mantissa.length() - point - 1;
  }

  private static boolean isExponent(String text, int from) {
    int at = from < text.length() && (text.charAt(from) == '-' || text.charAt(from) == '+') ? from + 1 : from;
    for (int i = at; i < text.length(); i++) if (Character.digit(text.charAt(i), 10) < 0) return false;
    return at < text.length();
  }

  private static int exponentDigits(String text, int from) {
    int at = text.charAt(from) == '-' || text.charAt(from) == '+' ? from + 1 : from;
    while (at < text.length() && text.charAt(at) == '0') at++;
    return text.length() - at;
  }

  /** The nearest number with 64 significant bits, ties to even. */
  private static BigDecimal rounded(BigDecimal exact) {
    if (exact.signum() == 0) return BigDecimal.ZERO;
    BigInteger unscaled = exact.unscaledValue().abs();
    BigInteger numerator = exact.scale() < 0 ? unscaled.multiply(BigInteger.TEN.pow(-exact.scale())) : unscaled;
    BigInteger denominator = exact.scale() > 0 ? BigInteger.TEN.pow(exact.scale()) : BigInteger.ONE;
    int shift = MANTISSA_BITS - (numerator.bitLength() - denominator.bitLength());
    BigInteger[] divided = divide(numerator, denominator, shift);
    if (divided[0].bitLength() > MANTISSA_BITS) divided = divide(numerator, denominator, --shift);
    BigInteger doubledRest = divided[1].shiftLeft(1);
    int half = doubledRest.compareTo(shift < 0 ? denominator.shiftLeft(-shift) : denominator);
    boolean up = half > 0 || half == 0 && divided[0].testBit(0);
    BigInteger mantissa = up ? divided[0].add(BigInteger.ONE) : divided[0];
    BigDecimal magnitude = new BigDecimal(mantissa).multiply(powerOfTwo(-shift));
    return exact.signum() < 0 ? magnitude.negate() : magnitude;
  }

  /** numerator × 2^shift ÷ denominator: quotient and rest. */
  private static BigInteger[] divide(BigInteger numerator, BigInteger denominator, int shift) {
    return shift < 0
        ? numerator.divideAndRemainder(denominator.shiftLeft(-shift))
        : numerator.shiftLeft(shift).divideAndRemainder(denominator);
  }

  private static BigDecimal powerOfTwo(int exponent) {
    return exponent >= 0
        ? new BigDecimal(BigInteger.ONE.shiftLeft(exponent))
        : new BigDecimal(BigInteger.valueOf(5).pow(-exponent), -exponent);
  }
}
