package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.script.MemoryTx;
import java.util.ArrayList;
import java.util.List;

/** Looks below the types: what is stored for one key, and that nothing stays that no header owns. */
final class StoredParts {
  private StoredParts() {}

  /** Does what the garbage tasks say, as the region's leader will. */
  static void collectGarbage(MemoryTx tx) {
    List<byte[]> tasks = new ArrayList<>();
    for (byte[] key : tx.data().keySet()) if (RedisKeys.garbage().contains(key)) tasks.add(key);
    for (byte[] task : tasks) {
      Key key = RedisKeys.keyOf(task);
      tx.deleteRange(RedisKeys.elements(key, RedisKeys.generationOf(task)));
      tx.deleteRange(RedisKeys.scores(key, RedisKeys.generationOf(task)));
      tx.delete(task);
    }
  }

  /** Every stored record is the key's header or belongs to the generation that the header names. */
  static void assertOwned(MemoryTx tx, Key key) {
    collectGarbage(tx);
    KeyEntry entry = KeyEntry.of(tx, key);
    assertEquals(entry.exists() ? 1 : 0, tx.counter(KeyEntry.keysCounter(key.db())));
    for (byte[] stored : tx.data().keySet()) {
      if (RedisKeys.isHeader(stored)) continue;
      Header header = entry.header();
      assertTrue(header != null && header.encoding() == Encoding.ELEMENTS, "a part without an owner");
      assertTrue(RedisKeys.elements(key, header.generation()).contains(stored)
          || RedisKeys.scores(key, header.generation()).contains(stored), "a part of another generation");
    }
  }
}
