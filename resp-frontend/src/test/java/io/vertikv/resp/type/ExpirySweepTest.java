package io.vertikv.resp.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertikv.resp.script.MemoryTx;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExpirySweepTest {
  private final MemoryTx tx = new MemoryTx();

  private Key set(String name, long ttlMillis) {
    Key key = new Key(0, name.getBytes(StandardCharsets.US_ASCII));
    RedisString.of(tx, key).set(new byte[100_000], ttlMillis == 0 ? 0 : tx.nowMillis() + ttlMillis);
    return key;
  }

  @Test
  void whatHasExpiredIsRemovedAndTheRestStays() {
    set("a", 10);
    set("b", 20);
    set("c", 0);
    tx.advance(10);
    assertFalse(ExpirySweep.run(tx, 100), "at its time a key is still there");
    assertEquals(3, Keyspace.size(tx, 0));
    tx.advance(1);
    assertEquals(2, Keyspace.size(tx, 0));
    assertEquals(3, tx.counter(KeyEntry.keysCounter(0)));
    assertFalse(ExpirySweep.run(tx, 100));
    assertEquals(2, tx.counter(KeyEntry.keysCounter(0)));
    assertEquals(1, tx.counter(KeyEntry.expiresCounter(0)));
    tx.advance(1_000);
    ExpirySweep.run(tx, 100);
    while (GarbageCollection.run(tx, 10)) assertTrue(tx.data().size() > 1);
    assertTrue(tx.reminders().isEmpty());
    assertEquals(1 + 100_000 / Segments.BYTES + 1, tx.data().size());
  }

  @Test
  void eachRunIsBounded() {
    for (int i = 0; i < 25; i++) set("k" + i, 10);
    tx.advance(100);
    assertTrue(ExpirySweep.run(tx, 10));
    assertEquals(15, tx.counter(KeyEntry.keysCounter(0)));
    assertTrue(ExpirySweep.run(tx, 10));
    assertFalse(ExpirySweep.run(tx, 10));
    assertEquals(0, tx.counter(KeyEntry.keysCounter(0)));
  }

  @Test
  void remindersThatOutlivedTheirKeysAreDropped() {
    set("a", 10);
    Key b = set("b", 10);
    Keyspace.clear(tx, 0);
    assertEquals(2, tx.orphans().size());
    RedisString.of(tx, b).set(new byte[1], tx.nowMillis() + 500);
    tx.advance(100);
    assertEquals(1, Keyspace.size(tx, 0));
    assertFalse(ExpirySweep.run(tx, 10));
    assertTrue(tx.orphans().isEmpty());
    assertTrue(KeyEntry.of(tx, b).exists());
    tx.advance(1_000);
    ExpirySweep.run(tx, 10);
    assertTrue(tx.data().isEmpty());
  }

  @Test
  void clearingADatabaseLeavesTheOthersAlone() {
    set("a", 10);
    Key other = new Key(3, new byte[]{'x'});
    RedisString.of(tx, other).set(new byte[1], 0);
    Keyspace.clear(tx, 0);
    assertEquals(0, Keyspace.size(tx, 0));
    assertEquals(1, Keyspace.size(tx, 3));
    Keyspace.clearAll(tx, 16);
    assertTrue(tx.data().isEmpty());
    assertEquals(0, Keyspace.size(tx, 3));
  }
}
