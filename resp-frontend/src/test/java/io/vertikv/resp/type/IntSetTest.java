package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.store.bytes.MalformedBytes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntSetTest {
  @Test
  void itsBytesAreAWidthAndTheIntegersInOrder() {
    assertEquals("02" + "ffff" + "0007" + "7fff", body(IntSet.EMPTY.with(7).with(32767).with(-1)));
    assertEquals("04" + "ffffffff" + "00008000", body(IntSet.EMPTY.with(32768).with(-1)));
    assertEquals("08" + "8000000000000000" + "0000000000000005", body(IntSet.EMPTY.with(5).with(Long.MIN_VALUE)));
  }

  @Test
  void whatChangesNothingMakesNoNewOne() {
    IntSet set = IntSet.EMPTY.with(5);
    assertSame(set, set.with(5));
    assertSame(set, set.without(6));
  }

  @Test
  void itKeepsItsWidthWhenTheWidestLeaves() {
    assertEquals("08" + "0000000000000005", body(IntSet.EMPTY.with(5).with(Long.MAX_VALUE).without(Long.MAX_VALUE)));
  }

  @Test
  void aWidthThatDoesNotFitTheLengthIsRefused() {
    assertThrows(MalformedBytes.class, () -> IntSet.of(Header.of(ValueType.SET, Encoding.INTSET, 0, new byte[]{2, 0})));
    assertThrows(MalformedBytes.class, () -> IntSet.of(Header.of(ValueType.SET, Encoding.INTSET, 0, new byte[]{3})));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void itHoldsWhatASortedSetHolds(long seed) {
    Random random = new Random(seed);
    TreeSet<Long> model = new TreeSet<>();
    IntSet set = IntSet.EMPTY;
    for (int step = 0; step < 400; step++) {
      long value = random.nextLong() >> random.nextInt(step < 100 ? 48 : 1, 64);
      boolean add = random.nextInt(3) > 0;
      set = add ? set.with(value) : set.without(value);
      if (add) model.add(value);
      else model.remove(value);
      String replay = "seed " + seed + " step " + step;
      assertEquals(List.copyOf(model), values(set), replay);
      assertEquals(List.copyOf(model), values(IntSet.of(Header.decode(set.header(9).bytes()))), replay);
      long asked = random.nextInt(-50, 50);
      assertEquals(model.contains(asked), set.contains(asked), replay);
      assertEquals(model.contains(value), set.contains(value), replay);
    }
  }

  private static List<Long> values(IntSet set) {
    List<Long> values = new ArrayList<>();
    for (int i = 0; i < set.count(); i++) values.add(set.at(i));
    return values;
  }

  private static String body(IntSet set) {
    Header header = set.header(0);
    return HexFormat.of().formatHex(header.bytes(), header.bodyOffset(), header.bytes().length);
  }
}
