package io.vertikv.store.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertikv.store.bytes.Bytes;
import io.vertikv.store.bytes.ByteWriter;
import io.vertikv.store.bytes.KeyRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EngineBatchTest {
  private static final KeyRange A_TO_C = new KeyRange(utf8("a"), utf8("c"));

  /** A change here is a change of what RocksDB must read. */
  @Test
  void theBytesOfEveryKindOfChangeArePinned() {
    EngineBatch batch = new EngineBatch();
    batch.put(Family.META, utf8("k"), utf8("vv")).put(Family.WRITE, utf8("k"), utf8(""));
    batch.delete(Family.META, utf8("k")).delete(Family.HISTORY, utf8("k"));
    batch.deleteOnce(Family.META, utf8("k")).deleteOnce(Family.LOCK, utf8("k"));
    batch.deleteRange(Family.META, A_TO_C).deleteRange(Family.TTL, A_TO_C);
    String expected = "0000000000000000" + "08000000" // sequence, count
        + "01" + "016b" + "027676" // put, family 0
        + "05" + "01" + "016b" + "00" // put, family 1
        + "00" + "016b" + "04" + "02" + "016b" // delete
        + "07" + "016b" + "08" + "03" + "016b" // deleteOnce
        + "0f" + "0161" + "0163" + "0e" + "06" + "0161" + "0163"; // deleteRange
    assertEquals(expected, HexFormat.of().formatHex(batch.toByteArray()));
    assertEquals(expected.length() / 2, batch.sizeBytes());
  }

  /** The example of docs/formats.md. */
  @Test
  void theExampleInTheDocumentsIsTrue() {
    EngineBatch batch = new EngineBatch().put(Family.META, utf8("k"), utf8("vv")).delete(Family.META, utf8("k"));
    batch.put(Family.WRITE, utf8("k"), utf8("")).deleteOnce(Family.LOCK, utf8("k")).deleteRange(Family.TTL, A_TO_C);
    String shown = "0000000000000000 05000000 01 01 6b 02 76 76 00 01 6b 05 01 01 6b 00 08 03 01 6b 0e 06 01 61 01 63";
    assertEquals(shown.replace(" ", ""), HexFormat.of().formatHex(batch.toByteArray()));
  }

  @Test
  void longLengthsAreVarints() {
    byte[] bytes = new EngineBatch().put(Family.META, new byte[300], new byte[0]).toByteArray();
    assertEquals("01ac02", HexFormat.of().formatHex(bytes, 12, 15));
  }

  @Test
  void changesComeBackInOrder() {
    EngineBatch batch = new EngineBatch();
    batch.put(Family.RAW, utf8("a"), utf8("1")).deleteRange(Family.RAW, A_TO_C).deleteOnce(Family.LOCK, utf8("l"));
    batch.delete(Family.META, utf8("m"));
    assertEquals(List.of("put RAW 61 31", "range RAW [61, 63)", "once LOCK 6c", "delete META 6d"), seen(batch));
    assertEquals(4, batch.count());
  }

  @Test
  void writersAndArraysMakeTheSameBytes() {
    ByteWriter key = new ByteWriter().raw(utf8("key"));
    ByteWriter value = new ByteWriter().raw(new byte[500]);
    byte[] expected = new EngineBatch().put(Family.HISTORY, utf8("key"), new byte[500]).toByteArray();
    assertArrayEquals(expected, new EngineBatch().put(Family.HISTORY, key, value).toByteArray());
    assertArrayEquals(expected, new EngineBatch().put(Family.HISTORY, key, new byte[500]).toByteArray());
  }

  @Test
  void aClearedBatchIsAsNew() {
    EngineBatch batch = new EngineBatch().put(Family.WRITE, new byte[100], new byte[10_000]);
    batch.clear();
    assertArrayEquals(new EngineBatch().toByteArray(), batch.toByteArray());
    assertEquals(0, batch.count());
    assertEquals(List.of(), seen(batch));
  }

  @Test
  void anAppendedBatchFollows() {
    EngineBatch first = new EngineBatch().put(Family.META, utf8("a"), utf8("1"));
    EngineBatch second = new EngineBatch().delete(Family.META, utf8("a")).put(Family.TTL, utf8("t"), utf8(""));
    List<String> expected = new ArrayList<>(seen(first));
    expected.addAll(seen(second));
    assertEquals(expected, seen(first.append(second)));
    assertEquals(3, first.count());
  }

  @Test
  void aRangeWithoutAnEndIsRefusedAndAnEmptyOneIsNothing() {
    EngineBatch batch = new EngineBatch();
    assertThrows(IllegalArgumentException.class, () -> batch.deleteRange(Family.RAW, KeyRange.ALL));
    batch.deleteRange(Family.RAW, new KeyRange(utf8("b"), utf8("b"))).deleteRange(Family.RAW,
        new KeyRange(utf8("c"), utf8("b")));
    assertEquals(0, batch.count());
  }

  @Test
  void whatGoesInComesOut() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      EngineBatch batch = new EngineBatch();
      List<String> expected = new ArrayList<>();
      for (int i = random.nextInt(20); i > 0; i--) {
        Family family = Family.values()[random.nextInt(Family.values().length)];
        byte[] key = bytes(random, 400);
        byte[] value = bytes(random, 20_000);
        batch.put(family, key, value);
        expected.add("put " + family + " " + Bytes.of(key) + " " + Bytes.of(value));
      }
      assertEquals(expected, seen(batch));
    }
  }

  private static byte[] bytes(Random random, int lengthMax) {
    byte[] bytes = new byte[random.nextInt(lengthMax)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static List<String> seen(EngineBatch batch) {
    List<String> seen = new ArrayList<>();
    batch.forEach(new EngineBatch.Visitor() {
      @Override
      public void put(Family family, byte[] key, byte[] value) {
        seen.add("put " + family + " " + Bytes.of(key) + " " + Bytes.of(value));
      }

      @Override
      public void delete(Family family, byte[] key) { seen.add("delete " + family + " " + Bytes.of(key)); }

      @Override
      public void deleteOnce(Family family, byte[] key) { seen.add("once " + family + " " + Bytes.of(key)); }

      @Override
      public void deleteRange(Family family, KeyRange range) { seen.add("range " + family + " " + range); }
    });
    return seen;
  }

  private static byte[] utf8(String text) { return text.getBytes(StandardCharsets.UTF_8); }
}
