package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertikv.resp.script.MemoryTx;
import io.vertikv.resp.type.Bitfield.Form;
import io.vertikv.resp.type.Bitfield.Overflow;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BitfieldTest {
  private static final Key KEY = new Key(0, new byte[]{'k'});

  @Test
  void numbersAreReadAsTheyWereWritten() {
    MemoryTx tx = new MemoryTx();
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      boolean signed = random.nextBoolean();
      Form form = new Form(signed, 1 + random.nextInt(signed ? 64 : 63));
      // Around the edge of a segment as well as in a short string.
      long bit = random.nextBoolean() ? random.nextInt(100) : 8L * (5 * Segments.BYTES) - 40 + random.nextInt(80);
      long number = form.fit(random.nextLong(), Overflow.WRAP);
      Bitfield field = Bitfield.of(tx, KEY);
      field.grow(bit + form.bits() - 1);
      long before = field.get(new Form(false, 1), bit + form.bits());
      field.set(form, bit, number);
      assertEquals(number, field.get(form, bit), "seed " + seed);
      field.store();
      assertEquals(number, Bitfield.of(tx, KEY).get(form, bit), "seed " + seed);
      assertEquals(before, Bitfield.of(tx, KEY).get(new Form(false, 1), bit + form.bits()), "seed " + seed);
    }
  }

  @Test
  void sumsThatDoNotFitAreWrappedCappedOrRefused() {
    for (long seed = 0; seed < 100_000; seed++) {
      Random random = new Random(seed);
      boolean signed = random.nextBoolean();
      Form form = new Form(signed, 1 + random.nextInt(signed ? 64 : 63));
      long value = form.fit(edge(random), Overflow.WRAP);
      long increment = edge(random);
      BigInteger sum = BigInteger.valueOf(value).add(BigInteger.valueOf(increment));
      check(form, sum, seed, overflow -> form.add(value, increment, overflow));
    }
  }

  private interface Addition {
    Long result(Overflow overflow);
  }

  private static void check(Form form, BigInteger sum, long seed, Addition addition) {
    BigInteger size = BigInteger.ONE.shiftLeft(form.bits());
    BigInteger min = form.signed() ? size.shiftRight(1).negate() : BigInteger.ZERO;
    BigInteger max = min.add(size).subtract(BigInteger.ONE);
    boolean fits = sum.compareTo(min) >= 0 && sum.compareTo(max) <= 0;
    long wrapped = sum.subtract(min).mod(size).add(min).longValueExact();
    assertEquals(wrapped, addition.result(Overflow.WRAP), "seed " + seed);
    assertEquals(sum.max(min).min(max).longValueExact(), addition.result(Overflow.SAT), "seed " + seed);
    if (fits) assertEquals(sum.longValueExact(), addition.result(Overflow.FAIL), "seed " + seed);
    else assertNull(addition.result(Overflow.FAIL), "seed " + seed);
  }

  private static long edge(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Long.MAX_VALUE - random.nextInt(3);
      case 1 -> Long.MIN_VALUE + random.nextInt(3);
      case 2 -> random.nextInt(5) - 2;
      case 3 -> random.nextLong() >> random.nextInt(64);
      case 4 -> 1L << random.nextInt(63);
      default -> random.nextLong();
    };
  }
}
