package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The session string-number-random holds what a real server answers; here is what follows from the definition. */
class LongDoubleTest {
  private static LongDouble read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return LongDouble.read(bytes, 0, bytes.length);
  }

  private static String sum(String one, String other) {
    return new String(read(one).plus(read(other)).text(), StandardCharsets.US_ASCII);
  }

  @Test
  void integersOf64BitsAreExact() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      long one = random.nextLong() >> 1 + random.nextInt(60);
      long other = random.nextLong() >> 1 + random.nextInt(60);
      assertEquals(Long.toString(one + other), sum(Long.toString(one), Long.toString(other)), "seed " + seed);
    }
  }

  @Test
  void decimalsAreWithinTheLastOf64Bits() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      BigDecimal one = BigDecimal.valueOf(random.nextLong(), random.nextInt(30));
      BigDecimal other = BigDecimal.valueOf(random.nextLong(), random.nextInt(30));
      BigDecimal difference = new BigDecimal(sum(one.toString(), other.toString())).subtract(one.add(other)).abs();
      BigDecimal bound = one.abs().max(other.abs()).divide(BigDecimal.valueOf(2).pow(62), MathContext.DECIMAL64)
          .add(new BigDecimal("1e-17"));
      assertEquals(-1, difference.compareTo(bound), "seed " + seed);
    }
  }

  @Test
  void tiesGoToTheEvenMantissa() {
    assertEquals("18446744073709551616", sum("18446744073709551616", "1"));
    assertEquals("18446744073709551620", sum("18446744073709551618", "1"));
    assertEquals("18446744073709551616", sum("18446744073709551615", "1"));
  }

  @Test
  void whatIsOutOfRangeIsNoNumber() {
    for (String text : new String[]{"1e4933", "1e-4951", "0x1p16384", "0x1p-16447", "1e999999999999", "nan", "", "1e", "--1", "0x", "0x.p1", "1p3", "0x1p", "1 "}) {
      assertNull(read(text), text);
    }
    assertEquals("0", sum("0e999999999999", "-0.0"));
    assertEquals("1", sum("0x0.8p1", "1e-4950"));
  }
}
