package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.store.bytes.MalformedBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedTest {
  @Test
  void itsBytesAreACountAndSizedElements() {
    Packed packed = Packed.of(bytes("ab"), bytes(""), bytes("x".repeat(200)));
    Header header = packed.header(ValueType.HASH, 0);
    String body = HexFormat.of().formatHex(header.bytes(), header.bodyOffset(), header.bodyOffset() + 8);
    assertEquals("03" + "026162" + "00" + "c80178", body);
    assertEquals(1 + 3 + 1 + 202, packed.sizeBytes());
  }

  @Test
  void anEmptyOneHasNoElements() {
    assertEquals(0, Packed.EMPTY.count());
    assertEquals(1, Packed.EMPTY.sizeBytes());
    assertEquals(Packed.EMPTY.first(), Packed.EMPTY.end());
    assertEquals(-1, Packed.EMPTY.find(bytes("a"), 1));
  }

  @Test
  void itFindsEveryNthElementOnly() {
    Packed pairs = Packed.of(bytes("a"), bytes("b"), bytes("b"), bytes("a"));
    assertEquals(pairs.at(0), pairs.find(bytes("a"), 2));
    assertEquals(pairs.at(2), pairs.find(bytes("b"), 2));
    assertEquals(pairs.at(1), pairs.find(bytes("b"), 1));
    assertEquals(-1, pairs.find(bytes("c"), 2));
    assertEquals(-1, Packed.of(bytes("a"), bytes("b"), bytes("c")).find(bytes("b"), 2));
  }

  @Test
  void aSliceLiesInTheSameArray() {
    Packed packed = Packed.of(bytes("first"), bytes("second"));
    Slice slice = packed.slice(packed.at(1));
    assertSame(packed.bytes(), slice.array());
    assertEquals("second", slice.toString());
  }

  @Test
  void aChangeLeavesTheOldOneAsItWas() {
    Packed before = Packed.of(bytes("a"), bytes("b"), bytes("c"));
    Packed after = before.splice(before.at(1), 1, bytes("x"), bytes("y"));
    assertEquals(List.of("a", "b", "c"), elements(before));
    assertEquals(List.of("a", "x", "y", "c"), elements(after));
  }

  @Test
  void aLengthBeyondTheEndIsRefused() {
    byte[] body = {1, 5, 'a', 'b'};
    Packed packed = Packed.of(Header.of(ValueType.SET, Encoding.INLINE, 0, body));
    assertThrows(MalformedBytes.class, () -> packed.get(packed.first()));
    assertThrows(MalformedBytes.class, () -> packed.next(packed.first()));
    assertThrows(MalformedBytes.class, () -> packed.slice(packed.first()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void splicesDoWhatAListWouldDo(long seed) {
    Random random = new Random(seed);
    List<String> model = new ArrayList<>();
    Packed packed = Packed.EMPTY;
    for (int step = 0; step < 500; step++) {
      int at = random.nextInt(model.size() + 1);
      int removed = random.nextInt(Math.min(3, model.size() - at) + 1);
      byte[][] inserted = new byte[random.nextInt(3)][];
      for (int i = 0; i < inserted.length; i++) inserted[i] = bytes(text(random));
      packed = packed.splice(packed.at(at), removed, inserted);
      model.subList(at, at + removed).clear();
      for (int i = 0; i < inserted.length; i++) {
        model.add(at + i, new String(inserted[i], StandardCharsets.ISO_8859_1));
      }
      String replay = "seed " + seed + " step " + step;
      assertEquals(model, elements(packed), replay);
      assertEquals(model.size(), packed.count(), replay);
      Packed stored = Packed.of(Header.decode(packed.header(ValueType.LIST, random.nextInt(2) * 77L).bytes()));
      assertEquals(model, elements(stored), replay);
      assertEquals(packed.sizeBytes(), stored.sizeBytes(), replay);
      assertArrayEquals(Packed.of(bytes(model)).header(ValueType.LIST, 0).bytes(),
          packed.header(ValueType.LIST, 0).bytes(), replay);
      checkFind(model, packed, random, replay);
    }
  }

  private static void checkFind(List<String> model, Packed packed, Random random, String replay) {
    if (model.isEmpty()) return;
    int index = model.indexOf(model.get(random.nextInt(model.size())));
    assertEquals(packed.at(index), packed.find(bytes(model.get(index)), 1), replay);
    assertTrue(packed.equalAt(packed.at(index), bytes(model.get(index))), replay);
  }

  private static String text(Random random) {
    return "" + (char) ('a' + random.nextInt(26)) + "z".repeat(random.nextInt(10) == 0 ? 120 + random.nextInt(20) : 2);
  }

  private static List<String> elements(Packed packed) {
    List<String> elements = new ArrayList<>();
    for (int at = packed.first(); at < packed.end(); at = packed.next(at)) {
      elements.add(new String(packed.get(at), StandardCharsets.ISO_8859_1));
    }
    return elements;
  }

  private static byte[][] bytes(List<String> texts) {
    return texts.stream().map(PackedTest::bytes).toArray(byte[][]::new);
  }

  private static byte[] bytes(String text) { return text.getBytes(StandardCharsets.ISO_8859_1); }
}
