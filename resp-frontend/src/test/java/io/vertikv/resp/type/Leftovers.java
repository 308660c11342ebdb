package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertikv.resp.script.MemoryTx;
import io.vertikv.store.bytes.KeyRange;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What is stored must be what headers own, or what a garbage task will find. */
final class Leftovers {
  private Leftovers() {}

  /** Does what the collector of garbage does. */
  static void collect(MemoryTx tx) {
    for (byte[] task : within(tx, RedisKeys.garbage())) {
      Key key = RedisKeys.keyOf(task);
      long generation = RedisKeys.generationOf(task);
      for (byte[] part : within(tx, RedisKeys.elements(key, generation))) tx.delete(part);
      tx.delete(task);
    }
  }

  /** The key, when it exists, has its header and exactly the elements that it tells of, and nothing else is stored. */
  static void check(MemoryTx tx, Key key) {
    collect(tx);
    byte[] stored = tx.data().get(key.header());
    Header header = stored == null ? null : Header.decode(stored);
    long elements = header != null && header.encoding().hasParts() ? header.size() : 0;
    if (elements > 0) {
      assertEquals(elements, within(tx, RedisKeys.elements(key, header.generation())).size(), "elements");
    }
    assertEquals((header == null ? 0 : 1) + elements, tx.data().size(), () -> "stored: " + names(tx.data()));
    assertEquals(header == null ? 0 : 1, tx.counter(KeyEntry.keysCounter(key.db())), "keys counted");
    boolean expires = header != null && header.expires();
    assertEquals(expires ? 1 : 0, tx.counter(KeyEntry.expiresCounter(key.db())), "expiring keys counted");
    assertEquals(expires ? 1 : 0, tx.reminders().size(), "reminders");
  }

  private static List<byte[]> within(MemoryTx tx, KeyRange range) {
    List<byte[]> keys = new ArrayList<>();
    for (byte[] key : tx.data().tailMap(range.start(), true).keySet()) if (range.contains(key)) keys.add(key);
    return keys;
  }

  private static List<String> names(Map<byte[], byte[]> data) {
    return data.keySet().stream().map(HexFormat.of()::formatHex).toList();
  }
}
