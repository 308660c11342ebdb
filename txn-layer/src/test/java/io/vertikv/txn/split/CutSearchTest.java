package io.vertikv.txn.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.bytes.KeyRange;
import io.vertikv.store.engine.EngineBatch;
import io.vertikv.store.engine.Family;
import io.vertikv.store.engine.memory.MemoryEngine;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys are four bytes of unit and one of part; a border is where the third byte of the unit changes. */
class CutSearchTest {
  private static final KeyUnits UNITS = new KeyUnits() {
    @Override
    public byte[] startOf(byte[] key) { return Arrays.copyOf(key, Integer.BYTES); }

    @Override
    public byte[] borderBetween(byte[] before, byte[] start) {
      return before[2] == start[2] ? null : Arrays.copyOf(start, 3);
    }
  };

  private final MemoryEngine engine = new MemoryEngine();

  private void put(int unit, int parts, int bytes) {
    EngineBatch batch = new EngineBatch();
    for (int part = 0; part < parts; part++)
      batch.put(Family.WRITE, ByteBuffer.allocate(Integer.BYTES + 1).putInt(unit).put((byte) part).array(),
          new byte[bytes]);
    engine.write(batch);
  }

  private List<byte[]> find(CutSearch.Weight weight, int pieces) {
    return CutSearch.find(engine, KeyRange.ALL, UNITS, weight, pieces);
  }

  private static int unit(byte[] cut) { return ByteBuffer.wrap(Arrays.copyOf(cut, Integer.BYTES)).getInt(); }

  @Test
  void piecesWeighTheSame() {
    for (int unit = 0; unit < 20_000; unit++) put(unit, 1, unit < 10_000 ? 10 : 25);
    List<byte[]> cuts = find(CutSearch.Weight.BYTES, 3);
    // 10,000 units of 15 bytes and 10,000 of 30: a third of the weight lies in all of the former.
    assertEquals(2, cuts.size());
    assertEquals(10_000, unit(cuts.get(0)), 200);
    assertEquals(15_000, unit(cuts.get(1)), 200);
    assertEquals(10_000, unit(find(CutSearch.Weight.UNITS, 2).getFirst()), 200);
  }

  @Test
  void aUnitStaysWholeHoweverManyPartsItHas() {
    put(1, 2, 10);
    put(2, 100, 10);
    put(3, 2, 10);
    List<byte[]> cuts = find(CutSearch.Weight.BYTES, 2);
    assertEquals(1, cuts.size());
    assertEquals(Integer.BYTES, cuts.getFirst().length);
    assertTrue(unit(cuts.getFirst()) == 2 || unit(cuts.getFirst()) == 3);
  }

  @Test
  void oneUnitIsNotCut() {
    put(7, 100, 10);
    assertEquals(List.of(), find(CutSearch.Weight.BYTES, 2));
    assertEquals(List.of(), CutSearch.find(engine, new KeyRange(new byte[]{9}, new byte[]{10}), UNITS,
        CutSearch.Weight.BYTES, 2));
  }

  @Test
  void aBorderThatIsNearIsPreferred() {
    for (int unit = 0; unit < 1_024; unit++) put(unit, 1, 10);
    byte[] cut = find(CutSearch.Weight.BYTES, 2).getFirst();
    assertEquals(512, unit(cut));
    assertEquals(3, cut.length, "the border, not the unit behind it");
    put(100, 200, 10);
    assertEquals(Integer.BYTES, find(CutSearch.Weight.BYTES, 2).getFirst().length, "none is near");
  }

  @Test
  void noCutLiesAtTheStartOfTheRange() {
    for (int unit = 0; unit < 4; unit++) put(unit, 1, 10);
    KeyRange range = new KeyRange(ByteBuffer.allocate(Integer.BYTES).putInt(2).array(), new byte[0]);
    List<byte[]> cuts = CutSearch.find(engine, range, UNITS, CutSearch.Weight.BYTES, 4);
    assertEquals(List.of(3), cuts.stream().map(CutSearchTest::unit).toList());
  }
}
