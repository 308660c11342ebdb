package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.script.MemoryTx;
import java.util.ArrayList;
import java.util.List;

/** Looks below the types and commands: nothing may stay stored that no header owns. */
public final class StoredParts {
  private StoredParts() {}

  /** Does what the garbage tasks say, as the region's leader will. */
  static void collectGarbage(MemoryTx tx) {
    List<byte[]> tasks = new ArrayList<>();
    for (byte[] key : tx.reminders().keySet()) if (RedisKeys.isGarbage(key)) tasks.add(key);
    for (byte[] task : tasks) {
      Key key = RedisKeys.keyOf(task);
      tx.deleteRange(RedisKeys.elements(key, RedisKeys.generationOf(task)));
      tx.deleteRange(RedisKeys.scores(key, RedisKeys.generationOf(task)));
      tx.deleteRange(RedisKeys.ranks(key, RedisKeys.generationOf(task)));
      tx.remind(task, GarbageCollection.DUE_MILLIS, 0);
    }
  }

  /** Every stored record is a header, or belongs to the generation that its key's header names. */
  public static void assertOwned(MemoryTx tx) {
    collectGarbage(tx);
    for (byte[] stored : tx.data().keySet()) {
      if (RedisKeys.isHeader(stored)) continue;
      Key key = RedisKeys.keyOf(stored);
      byte[] bytes = tx.data().get(key.header());
      assertTrue(bytes != null && Header.decode(bytes).encoding().hasParts(), "a part of " + key + " without an owner");
      long generation = Header.decode(bytes).generation();
      assertTrue(RedisKeys.elements(key, generation).contains(stored)
          || RedisKeys.scores(key, generation).contains(stored) || RedisKeys.ranks(key, generation).contains(stored),
          "a part of " + key + " of another generation");
    }
  }

  /** The key, when it exists, has exactly the elements that its header tells of, and nothing else is stored. */
  static void assertComplete(MemoryTx tx, Key key) {
    assertOwned(tx, key);
    byte[] stored = tx.data().get(key.header());
    Header header = stored == null ? null : Header.decode(stored);
    long elements = header != null && header.encoding().hasParts() ? header.size() : 0;
    assertEquals((header == null ? 0 : 1) + elements, tx.data().size(), "records");
    int expiring = header != null && header.expires() ? 1 : 0;
    assertEquals(expiring, tx.counter(KeyEntry.expiresCounter(key.db())), "expiring keys counted");
    assertEquals(expiring, tx.reminders().size(), "reminders");
  }

  /** The same where there is one key at most, and it is counted. */
  static void assertOwned(MemoryTx tx, Key key) {
    assertOwned(tx);
    assertEquals(KeyEntry.of(tx, key).exists() ? 1 : 0, tx.counter(KeyEntry.keysCounter(key.db())));
  }
}
