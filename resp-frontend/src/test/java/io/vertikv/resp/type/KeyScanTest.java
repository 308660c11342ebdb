package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.script.MemoryTx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyScanTest {
  private final MemoryTx tx = new MemoryTx();

  private void set(String name, long expireAtMillis) {
    RedisString.of(tx, key(name)).set(new byte[]{'v'}, expireAtMillis);
  }

  private static Key key(String name) { return new Key(0, name.getBytes(StandardCharsets.US_ASCII)); }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    try (KeyScan scan = KeyScan.from(tx, 0, 0)) {
      while (scan.next()) if (scan.alive()) names.add(new String(scan.name(), StandardCharsets.US_ASCII));
    }
    return names;
  }

  @Test
  void partsOfLargeValuesAndGarbageAreSteppedOver() {
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      set("small" + i, 0);
      expected.add("small" + i);
      RedisHash hash = RedisHash.of(tx, key("large" + i));
      for (int field = 0; field < 200 + i; field++) hash.put(Numbers.text(field), new byte[]{0});
      hash.save();
      if (i % 3 == 0) KeyEntry.of(tx, key("large" + i)).remove();
      else expected.add("large" + i);
    }
    set("another database's", 0);
    KeyEntry.of(tx, key("another database's")).remove();
    RedisString.of(tx, new Key(1, new byte[]{'x'})).set(new byte[1], 0);
    List<String> names = names();
    assertEquals(expected.size(), names.size());
    assertEquals(expected, new HashSet<>(names));
  }

  @Test
  void placesRiseAndTwoKeysMayShareOne() {
    String[] twins = twins();
    set(twins[0], 0);
    set(twins[1], 0);
    set("{t}x", 0);
    set("elsewhere", 0);
    Map<Long, Integer> places = new HashMap<>();
    try (KeyScan scan = KeyScan.from(tx, 0, 0)) {
      long last = -1;
      while (scan.next()) {
        assertTrue(scan.place() >= last);
        last = scan.place();
        places.merge(scan.place(), 1, Integer::sum);
      }
    }
    assertEquals(3, places.size());
    assertTrue(places.containsValue(2));
  }

  /** Two keys of one slot with the same hash. */
  static String[] twins() {
    Map<Integer, String> seen = new HashMap<>();
    for (int i = 0;; i++) {
      byte[] name = ("{t}" + i).getBytes(StandardCharsets.US_ASCII);
      String twin = seen.put(KeyHash.position(name, 0, name.length), "{t}" + i);
      if (twin != null) return new String[]{twin, "{t}" + i};
    }
  }

  @Test
  void aRandomKeyIsAnyLivingOne() {
    assertNull(KeyScan.any(tx, 0, tx.random()));
    for (int i = 0; i < 10; i++) set("{tag}" + i, 0);
    Set<String> drawn = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      drawn.add(new String(KeyScan.any(tx, 0, tx.random()), StandardCharsets.US_ASCII));
    }
    assertEquals(10, drawn.size(), "keys of one slot all have their chance");
    for (int i = 0; i < 300; i++) set("dead" + i, tx.nowMillis() + 1);
    tx.advance(10);
    for (int i = 0; i < 50; i++) {
      byte[] name = KeyScan.any(tx, 0, tx.random());
      assertNotNull(name);
      assertTrue(new String(name, StandardCharsets.US_ASCII).startsWith("{tag}"));
    }
    Keyspace.clear(tx, 0);
    set("dead", tx.nowMillis() + 1);
    tx.advance(10);
    assertNull(KeyScan.any(tx, 0, tx.random()));
  }
}
