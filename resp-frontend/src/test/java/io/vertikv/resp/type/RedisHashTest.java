package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.reply.CommandError;
import io.vertikv.resp.script.MemoryTx;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedisHashTest {
  private final MemoryTx tx = new MemoryTx();
  private final Key key = new Key(0, bytes("hash"));

  static LongStream seeds() { return LongStream.rangeClosed(1, 10); }

  @Test
  void aSmallHashIsItsHeader() {
    put("a", "1");
    put("b", "");
    assertEquals(1, tx.data().size());
    assertEquals("01" + "04" + "02" + "00" + "04" + "0161" + "0131" + "0162" + "00",
        HexFormat.of().formatHex(tx.data().get(key.header())));
  }

  @Test
  void aFieldOfALargeHashIsARecordWithFlagsInFront() {
    put("f", "v".repeat(65));
    long generation = header().generation();
    assertEquals("00" + "76".repeat(65),
        HexFormat.of().formatHex(tx.data().get(RedisKeys.element(key, generation, bytes("f")))));
    assertEquals("01" + "04" + "04" + "00" + HexFormat.of().toHexDigits(generation) + "01",
        HexFormat.of().formatHex(header().bytes()));
  }

  @Test
  void itConvertsBehindEachLimit() {
    RedisHash hash = RedisHash.of(tx, key);
    for (int i = 0; i < Packed.ELEMENTS_MAX; i++) hash.put(bytes("f" + i), bytes("v"));
    hash.save();
    assertEquals(Encoding.INLINE, header().encoding());
    put("one more", "v");
    assertEquals(Encoding.ELEMENTS, header().encoding());
    assertEquals(129, RedisHash.of(tx, key).size());

    KeyEntry.of(tx, key).remove();
    put("f", "v".repeat(64));
    put("f".repeat(64), "v");
    assertEquals(Encoding.INLINE, header().encoding());
    put("f".repeat(65), "v");
    assertEquals(Encoding.ELEMENTS, header().encoding());
  }

  @Test
  void theBytesOfASmallHashAreBounded() {
    int pairs = 0;
    while (header() == null || header().encoding() == Encoding.INLINE) {
      if (header() != null) assertTrue(header().bodyLength() <= Packed.BYTES_MAX);
      put("f".repeat(50) + (char) pairs++, "v".repeat(60));
    }
    // A count of one byte, then 52 + 61 bytes a pair.
    assertEquals((Packed.BYTES_MAX - 1) / 113 + 1, pairs);
  }

  @Test
  void aSmallValueMayChangePlacesWithAnotherAtTheLimit() {
    int pairs = (Packed.BYTES_MAX - 1) / 113;
    for (int i = 0; i < pairs; i++) put("f".repeat(50) + (char) i, "v".repeat(60));
    put("f".repeat(50) + (char) 0, "w".repeat(60));
    assertEquals(Encoding.INLINE, header().encoding());
  }

  @Test
  void aLargeHashReadsItsValuesWhereTheyLie() {
    put("f", "v".repeat(100));
    Slice value = RedisHash.of(tx, key).get(bytes("f"));
    assertSame(tx.data().get(RedisKeys.element(key, header().generation(), bytes("f"))), value.array());
    assertEquals("v".repeat(100), value.toString());
  }

  @Test
  void anotherTypeIsRefused() {
    KeyEntry.of(tx, key).write(Header.of(ValueType.STRING, Encoding.PLAIN, 0, bytes("text")));
    assertSame(CommandError.WRONG_TYPE, assertThrows(CommandError.class, () -> RedisHash.of(tx, key)));
  }

  @Test
  void whoeverWatchesALargeHashSeesThatAValueChanged() {
    put("f", "v".repeat(100));
    long before = tx.version(key.header()).commitTs();
    put("f", "w".repeat(100));
    assertNotEquals(before, tx.version(key.header()).commitTs());
  }

  @Test
  void readingAndRemovingNothingWritesNothing() {
    put("f", "v");
    long before = tx.version(key.header()).commitTs();
    RedisHash hash = RedisHash.of(tx, key);
    assertFalse(hash.remove(bytes("g")));
    assertNull(hash.get(bytes("g")));
    hash.save();
    assertEquals(before, tx.version(key.header()).commitTs());
  }

  @Test
  void removingALargeHashTouchesTwoKeys() {
    for (int i = 0; i < 500; i++) put("f" + i, "v");
    int mark = tx.savepoint();
    KeyEntry.of(tx, key).remove();
    assertEquals(500, tx.data().size(), "the elements");
    assertEquals(1, tx.reminders().size(), "the task");
    assertTrue(tx.savepoint() - mark <= 3, "header, counter and task");
    StoredParts.assertComplete(tx, key);
  }

  @Test
  void aHashInPlaceOfADeadOneLeavesItsElementsToTheCollector() {
    for (int i = 0; i < 200; i++) put("f" + i, "v");
    long old = header().generation();
    KeyEntry entry = KeyEntry.of(tx, key);
    entry.write(entry.header().expiringAt(tx.nowMillis() + 10));
    tx.advance(11);
    assertEquals(0, RedisHash.of(tx, key).size());
    put("f1", "v".repeat(70));
    assertEquals(1, RedisHash.of(tx, key).size());
    assertFalse(header().expires());
    assertNotEquals(old, header().generation());
    assertTrue(tx.reminders().containsKey(RedisKeys.garbage(key, old)));
    StoredParts.assertComplete(tx, key);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void itHoldsWhatAMapHolds(long seed) {
    Random random = new Random(seed);
    Map<String, String> model = new LinkedHashMap<>();
    boolean large = false;
    int fields = 1 << random.nextInt(3, 10);
    for (int step = 0; step < 300; step++) {
      String replay = "seed " + seed + " step " + step;
      int mark = tx.savepoint();
      long now = tx.nowMillis();
      Map<String, String> before = new LinkedHashMap<>(model);
      change(random, model, fields);
      if (random.nextInt(20) == 0 && tx.nowMillis() == now) {
        tx.rollbackTo(mark);
        model.clear();
        model.putAll(before);
      }
      Header header = header();
      assertEquals(model.isEmpty(), header == null, replay);
      boolean elements = header != null && header.encoding() == Encoding.ELEMENTS;
      if (large && header != null) assertTrue(elements, replay);
      large = elements;
      check(model, random, replay);
      StoredParts.assertComplete(tx, key);
    }
    KeyEntry.of(tx, key).remove();
    StoredParts.collectGarbage(tx);
    assertTrue(tx.data().isEmpty(), "seed " + seed);
  }

  /** One command's worth of changes, to the hash and to the model. */
  private void change(Random random, Map<String, String> model, int fields) {
    int kind = random.nextInt(100);
    if (kind == 0) {
      KeyEntry.of(tx, key).remove();
      model.clear();
    } else if (kind == 1) {
      KeyEntry entry = KeyEntry.of(tx, key);
      if (entry.exists()) entry.write(entry.header().expiringAt(tx.nowMillis() + random.nextInt(1000)));
    } else if (kind == 2) {
      tx.advance(random.nextInt(1000));
      if (!KeyEntry.of(tx, key).exists()) expire(model);
    } else if (kind < 70) {
      RedisHash hash = RedisHash.of(tx, key);
      int count = random.nextInt(1, kind < 10 ? 200 : 4);
      if (random.nextBoolean()) hash.expect(count);
      for (int i = 0; i < count; i++) {
        String field = "f" + random.nextInt(fields);
        String value = random.nextInt(400) == 0 ? "v".repeat(65) : "v" + random.nextInt(50);
        assertEquals(model.put(field, value) == null, hash.put(bytes(field), bytes(value)));
      }
      hash.save();
    } else {
      RedisHash hash = RedisHash.of(tx, key);
      int count = random.nextInt(1, kind < 75 ? 200 : 4);
      for (int i = 0; i < count; i++) {
        String field = "f" + random.nextInt(fields);
        assertEquals(model.remove(field) != null, hash.remove(bytes(field)));
      }
      hash.save();
    }
  }

  /** A dead hash is as good as none, though its record may lie there yet; the sweep would remove it. */
  private void expire(Map<String, String> model) {
    model.clear();
    KeyEntry.of(tx, key).remove();
  }

  private void check(Map<String, String> model, Random random, String replay) {
    RedisHash hash = RedisHash.of(tx, key);
    Map<String, String> shown = new LinkedHashMap<>();
    hash.each((field, value) -> shown.put(field.toString(), value.toString()));
    assertEquals(model, shown, replay);
    if (header() != null && header().encoding() == Encoding.INLINE) {
      assertEquals(List.copyOf(model.keySet()), List.copyOf(shown.keySet()), replay);
    }
    assertEquals(model.size(), hash.size(), replay);
    String asked = "f" + random.nextInt(30);
    Slice value = hash.get(bytes(asked));
    assertEquals(model.get(asked), value == null ? null : value.toString(), replay);
    assertEquals(model.containsKey(asked), hash.has(bytes(asked)), replay);
    if (model.isEmpty()) return;
    Element any = hash.any(random);
    assertEquals(model.get(any.name().toString()), any.value().toString(), replay);
    int wanted = random.nextInt(1, model.size() + 3);
    Map<String, String> distinct = new LinkedHashMap<>();
    for (Element e : hash.distinct(wanted, random)) distinct.put(e.name().toString(), e.value().toString());
    assertEquals(Math.min(wanted, model.size()), distinct.size(), replay);
    assertTrue(model.entrySet().containsAll(distinct.entrySet()), replay);
    List<Element> repeated = hash.repeated(wanted, random);
    assertEquals(wanted, repeated.size(), replay);
    for (Element e : repeated) assertEquals(model.get(e.name().toString()), e.value().toString(), replay);
  }

  private Header header() {
    byte[] stored = tx.get(key.header());
    return stored == null ? null : Header.decode(stored);
  }

  private void put(String field, String value) {
    RedisHash hash = RedisHash.of(tx, key);
    hash.put(bytes(field), bytes(value));
    hash.save();
  }

  private static byte[] bytes(String text) { return text.getBytes(StandardCharsets.ISO_8859_1); }
}
