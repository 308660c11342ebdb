package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.script.MemoryTx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisListTest {
  private static final Key KEY = new Key(0, bytes("list"));

  private final MemoryTx tx = new MemoryTx();

  /** Every operation against java.util.ArrayList; a failure names the seed and the step. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aListDoesWhatAnArrayListDoes(long seed) {
    Random random = new Random(seed);
    List<String> model = new ArrayList<>();
    for (int step = 0; step < 1200; step++) {
      String operation = operate(random, model, (step / 300) % 2 == 0 ? 24 : 3);
      String at = "seed " + seed + " step " + step + " " + operation;
      RedisList list = RedisList.of(tx, KEY);
      assertEquals(model.size(), list.size(), at);
      assertEquals(!model.isEmpty(), list.exists(), at);
      if (step % 10 == 0) {
        assertEquals(model, all(list), at);
        StoredParts.assertOwned(tx, KEY);
      }
    }
    KeyEntry.of(tx, KEY).remove();
    StoredParts.collectGarbage(tx);
    assertEquals(0, tx.data().size(), "orphans");
    assertEquals(0, tx.counter(KeyEntry.keysCounter(0)));
  }

  private String operate(Random random, List<String> model, int pushMax) {
    RedisList list = RedisList.of(tx, KEY);
    int size = model.size();
    switch (random.nextInt(10)) {
      case 0, 1 -> {
        String[] elements = elements(random, 1 + random.nextInt(pushMax));
        list.push(ListEnd.HEAD, encoded(elements));
        for (String e : elements) model.addFirst(e);
        list.save();
        return "lpush " + elements.length;
      }
      case 2 -> {
        String[] elements = elements(random, 1 + random.nextInt(pushMax));
        list.push(ListEnd.TAIL, encoded(elements));
        Collections.addAll(model, elements);
        list.save();
        return "rpush " + elements.length;
      }
      case 3 -> {
        ListEnd end = random.nextBoolean() ? ListEnd.HEAD : ListEnd.TAIL;
        int count = 1 + random.nextInt(random.nextInt(12) == 0 ? 400 : 5);
        List<String> taken = new ArrayList<>();
        if (size == 0) return "nothing to pop";
        list.pop(end, count, (array, offset, length) -> taken.add(text(array, offset, length)));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < Math.min(count, size); i++) {
          expected.add(end == ListEnd.HEAD ? model.removeFirst() : model.removeLast());
        }
        assertEquals(expected, taken);
        list.save();
        return "pop " + count;
      }
      case 4 -> {
        if (size == 0) return "nothing to set";
        int index = random.nextInt(size);
        String element = elements(random, 1)[0];
        list.set(index, bytes(element));
        model.set(index, element);
        list.save();
        return "set " + index;
      }
      case 5, 6 -> {
        String pivot = elements(random, 1)[0];
        boolean behind = random.nextBoolean();
        int index = model.indexOf(pivot);
        assertEquals(index >= 0, list.insert(bytes(pivot), behind, bytes("inserted")));
        if (index < 0) return "no pivot";
        model.add(behind ? index + 1 : index, "inserted");
        list.save();
        return "insert at " + index;
      }
      case 7 -> {
        String element = random.nextInt(4) == 0 ? "inserted" : elements(random, 1)[0];
        ListEnd from = random.nextBoolean() ? ListEnd.HEAD : ListEnd.TAIL;
        int count = 1 + random.nextInt(3);
        long removed = list.remove(from, count, bytes(element));
        int expected = 0;
        for (; expected < count; expected++) {
          int index = from == ListEnd.HEAD ? model.indexOf(element) : model.lastIndexOf(element);
          if (index < 0) break;
          model.remove(index);
        }
        assertEquals(expected, removed);
        if (removed > 0) list.save();
        return "remove " + element;
      }
      case 8 -> {
        if (size == 0 || random.nextInt(40) > 0) return query(random, model, list);
        int from = random.nextInt(size);
        int to = from + random.nextInt(size - from);
        list.trim(from, to);
        model.subList(to + 1, size).clear();
        model.subList(0, from).clear();
        list.save();
        return "trim " + from + " " + to;
      }
      default -> {
        return query(random, model, list);
      }
    }
  }

  private static String query(Random random, List<String> model, RedisList list) {
    if (model.isEmpty()) return "nothing to read";
    int from = random.nextInt(model.size());
    int to = from + random.nextInt(model.size() - from);
    List<String> range = new ArrayList<>();
    list.range(from, to, (array, offset, length) -> range.add(text(array, offset, length)));
    assertEquals(model.subList(from, to + 1), range);
    List<String> one = new ArrayList<>();
    list.get(from, (array, offset, length) -> one.add(text(array, offset, length)));
    assertEquals(List.of(model.get(from)), one);
    String element = model.get(to);
    List<Long> found = new ArrayList<>();
    ListEnd end = random.nextBoolean() ? ListEnd.HEAD : ListEnd.TAIL;
    int compareMax = 1 + random.nextInt(2 * model.size());
    list.positions(end, bytes(element), compareMax, index -> found.add(index) && found.size() < 5);
    List<Long> expected = new ArrayList<>();
    for (int i = 0; i < Math.min(compareMax, model.size()) && expected.size() < 5; i++) {
      int index = end == ListEnd.HEAD ? i : model.size() - 1 - i;
      if (model.get(index).equals(element)) expected.add((long) index);
    }
    assertEquals(expected, found);
    return "read " + from + " " + to;
  }

  /** Few different ones, so that searches find something; a long one now and then. */
  private static String[] elements(Random random, int count) {
    String[] elements = new String[count];
    for (int i = 0; i < count; i++) {
      int kind = random.nextInt(60);
      elements[i] = kind == 0
          ? "x".repeat(random.nextInt(5000))
          : kind < 5 ? "medium " + "m".repeat(random.nextInt(200)) : "e" + random.nextInt(300);
    }
    return elements;
  }

  @Test
  void aPushOnALongListWritesTheHeaderAndOneBlock() {
    fill(1000);
    int before = tx.savepoint();
    RedisList list = RedisList.of(tx, KEY);
    list.push(ListEnd.HEAD, bytes("new"));
    list.save();
    assertEquals(2, tx.savepoint() - before);
  }

  @Test
  void theOnlyElementOfALongListMayBeMovedToItsOtherEndWithoutLosingItsExpiry() {
    fill(1000);
    KeyEntry entry = KeyEntry.of(tx, KEY);
    entry.write(entry.header().expiringAt(tx.nowMillis() + 5000));
    RedisList list = RedisList.of(tx, KEY);
    list.pop(ListEnd.HEAD, 999, ElementVisitor.NONE);
    list.save();
    list = RedisList.of(tx, KEY);
    list.pop(ListEnd.HEAD, 1, ElementVisitor.NONE);
    list.push(ListEnd.TAIL, bytes("again"));
    list.save();
    assertEquals(List.of("again"), all(RedisList.of(tx, KEY)));
    assertEquals(tx.nowMillis() + 5000, KeyEntry.of(tx, KEY).expireAtMillis());
    StoredParts.assertOwned(tx, KEY);
  }

  @Test
  void aBlockCanBeSplitAtTheSamePlaceForEver() {
    fill(1000);
    List<String> model = all(RedisList.of(tx, KEY));
    for (int i = 0; i < 3_000; i++) {
      RedisList list = RedisList.of(tx, KEY);
      assertTrue(list.insert(bytes("e500"), false, bytes("i" + i)));
      list.save();
      model.add(model.size() - 500, "i" + i);
    }
    assertEquals(model, all(RedisList.of(tx, KEY)));
    StoredParts.assertOwned(tx, KEY);
  }

  @Test
  void aLongListWhoseFewLastElementsStayLeavesItsBlocksToTheGarbageTask() {
    fill(5000);
    int before = tx.savepoint();
    RedisList list = RedisList.of(tx, KEY);
    list.trim(4990, 4999);
    list.save();
    assertTrue(tx.savepoint() - before < 6);
    assertEquals(10, all(RedisList.of(tx, KEY)).size());
    StoredParts.assertOwned(tx, KEY);
    list = RedisList.of(tx, KEY);
    list.clear();
    list.save();
    assertFalse(RedisList.of(tx, KEY).exists());
    assertNull(tx.get(KEY.header()));
    StoredParts.assertOwned(tx, KEY);
  }

  @Test
  void aNewListMayTakeThePlaceOfAnything() {
    fill(1000);
    KeyEntry entry = KeyEntry.of(tx, KEY);
    entry.write(entry.header().expiringAt(tx.nowMillis() + 5000));
    RedisList.replace(tx, KEY, bytes("a"), bytes("b"));
    assertEquals(List.of("a", "b"), all(RedisList.of(tx, KEY)));
    assertEquals(0, KeyEntry.of(tx, KEY).expireAtMillis());
    StoredParts.assertOwned(tx, KEY);
    RedisList.replace(tx, KEY);
    assertFalse(RedisList.of(tx, KEY).exists());
    StoredParts.assertOwned(tx, KEY);
  }

  @Test
  void theBytesOfABlockAreThese() {
    assertEquals("01" + "02" + "0161" + "026262", HexFormat.of().formatHex(ListBlock.encode(Packed.of(bytes("a"),
        bytes("bb")))));
  }

  @Test
  void theBytesOfALongListAreThese() {
    fill(1000);
    Map.Entry<byte[], byte[]> header = tx.data().firstEntry();
    assertArrayEquals(KEY.header(), header.getKey());
    String hex = HexFormat.of().formatHex(header.getValue());
    assertTrue(hex.matches("01010400" + "00000000000003e9" + "e807" + "8000000000000000" + "8000000000[0-9a-f]{6}"
        + "8001" + "68"), hex);
  }

  private void fill(int count) {
    RedisList list = RedisList.of(tx, KEY);
    byte[][] elements = new byte[count][];
    for (int i = 0; i < count; i++) elements[i] = bytes("e" + i);
    list.push(ListEnd.TAIL, elements);
    list.save();
  }

  private static List<String> all(RedisList list) {
    List<String> all = new ArrayList<>();
    if (list.size() > 0)
      list.range(0, list.size() - 1, (array, offset, length) -> all.add(text(array, offset, length)));
    return all;
  }

  private static byte[][] encoded(String[] elements) {
    byte[][] encoded = new byte[elements.length][];
    for (int i = 0; i < elements.length; i++) encoded[i] = bytes(elements[i]);
    return encoded;
  }

  private static byte[] bytes(String text) { return text.getBytes(StandardCharsets.UTF_8); }

  private static String text(byte[] array, int offset, int length) {
    return new String(array, offset, length, StandardCharsets.UTF_8);
  }
}
