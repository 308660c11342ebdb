package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scores as texts; the expected ones were printed by C's printf and read by its strtod. */
class ScoreTextTest {
  @ParameterizedTest
  @CsvSource({"0.1,0.10000000000000001", "3,3", "-2.5,-2.5", "1e30,1e+30", "1e-5,1.0000000000000001e-05", "12345.678901234567,12345.678901234567", "1e16,10000000000000000", "1e17,1e+17", "0.0001,0.0001", "0.00012345,0.00012344999999999999", "1.7976931348623157e308,1.7976931348623157e+308", "5e-324,4.9406564584124654e-324", "-0.0,-0", "Infinity,inf", "-Infinity,-inf", "123456789012345678,1.2345678901234568e+17", "99999999999999999,1e+17"})
  void aScoreHas17DigitsWhereRedisPrintsThem(double score, String text) {
    assertEquals(text, Numbers.textOf17Digits(score));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "-1e400", "1e-400", "0x1p2000", "0x1p-2000", "1e309", "nan", "", "1x"})
  void whatNoDoubleHoldsIsRefused(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(Double.NaN, Numbers.toDoubleInRange(bytes, 0, bytes.length));
  }

  @ParameterizedTest
  @CsvSource({"0e400,0", "0x0p9999,0", "-0,-0.0", "1e-320,1e-320", "INF,Infinity", "-infinity,-Infinity", "0x.8,0.5", "1e308,1e308"})
  void zeroAndInfinityByNameAndSmallNumbersAreNot(String text, double value) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(value, Numbers.toDoubleInRange(bytes, 0, bytes.length));
  }
}
